import type { StartProblem } from '../parts.js';
import type { FunctionSpec, PermissionSpec, RuleSpec, System } from '../system.js';
import { compileArn } from './pattern.js';

const eventBridge = 'events.amazonaws.com';

function isOf({ functionName: written }: PermissionSpec, { arn, functionName }: FunctionSpec): boolean {
  const isPart = written.includes('function:') && arn.endsWith(`:${written}`);
  return written === arn || written === functionName || isPart;
}

/** Without a source any rule may invoke the function. */
function lets({ action, principal, sourceArn }: PermissionSpec, { arn }: RuleSpec): boolean {
  const matches = sourceArn === undefined || compileArn(sourceArn)(arn);
  return (
    matches &&
    ['lambda:InvokeFunction', 'lambda:*'].includes(action) &&
    [eventBridge, '*'].includes(principal)
  );
}

/**
 * Rules invoke functions by the policies of the functions alone; SAM writes them for events of functions.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-lambda-permissions
 */
export function checkPermissions({ rules, functions, permissions }: System): StartProblem[] {
  const own = rules.filter(({ madeBySam }) => madeBySam !== true);
  return own.flatMap((rule) => {
    const targets = functions.filter(({ arn }) => rule.targets.some((target) => target.arn === arn));
    return targets
      .filter((spec) => !permissions.some((each) => isOf(each, spec) && lets(each, rule)))
      .map(({ logicalId }) => ({
        place: rule.place,
        code: 'permission-missing',
        what: `${rule.logicalId} invokes ${logicalId}, which does not let EventBridge in: on AWS nothing would arrive`,
        remedy: `declare an AWS::Lambda::Permission: { Action: lambda:InvokeFunction, FunctionName: !Ref ${logicalId}, Principal: ${eventBridge}, SourceArn: !GetAtt ${rule.logicalId}.Arn }`,
      }));
  });
}
