import type { StartProblem } from '../parts.js';
import type { FunctionSpec, PermissionSpec, Place, System } from '../system.js';
import { compileArn } from './pattern.js';

function isOf({ functionName: written }: PermissionSpec, { arn, functionName }: FunctionSpec): boolean {
  const isPart = written.includes('function:') && arn.endsWith(`:${written}`);
  return written === arn || written === functionName || isPart;
}

/** A service that invokes functions, in whose name, and where the template says so. */
interface Caller {
  readonly by: { readonly name: string; readonly principal: string };
  readonly place: Place;
  readonly logicalId: string;
  readonly sourceArn: string;
  /** How the template may name the source. */
  readonly source: string;
  readonly targets: readonly string[];
}

function lets({ action, principal, sourceArn }: PermissionSpec, caller: Caller): boolean {
  const matches = sourceArn === undefined || compileArn(sourceArn)(caller.sourceArn);
  return (
    matches &&
    ['lambda:InvokeFunction', 'lambda:*'].includes(action) &&
    [caller.by.principal, '*'].includes(principal)
  );
}

function callers({ rules, subscriptions }: System): Caller[] {
  const eventBridge = { name: 'EventBridge', principal: 'events.amazonaws.com' };
  const sns = { name: 'SNS', principal: 'sns.amazonaws.com' };
  const ofRules = rules
    .filter(({ madeBySam }) => madeBySam !== true)
    .map(({ place, logicalId, arn, targets }) => ({
      ...{ by: eventBridge, place, logicalId, sourceArn: arn, source: `!GetAtt ${logicalId}.Arn` },
      targets: targets.map((target) => target.arn),
    }));
  const ofTopics = subscriptions
    .filter(({ protocol, madeBySam }) => protocol === 'lambda' && madeBySam !== true)
    .map(({ place, logicalId, topicArn, endpoint }) => ({
      ...{ by: sns, place, logicalId, sourceArn: topicArn, source: topicArn, targets: [endpoint] },
    }));
  return [...ofRules, ...ofTopics];
}

/**
 * Rules and topics invoke functions by the policies of the functions alone; SAM writes them for events of functions.
 * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
export function checkPermissions(system: System): StartProblem[] {
  return callers(system).flatMap((caller) => {
    const { by, place, logicalId: name, source } = caller;
    const targets = system.functions.filter(({ arn }) => caller.targets.includes(arn));
    return targets
      .filter((spec) => !system.permissions.some((each) => isOf(each, spec) && lets(each, caller)))
      .map(({ logicalId }) => ({
        place,
        code: 'permission-missing',
        what: `${name} invokes ${logicalId}, which does not let ${by.name} in: on AWS nothing would arrive`,
        remedy: `declare an AWS::Lambda::Permission: { Action: lambda:InvokeFunction, FunctionName: !Ref ${logicalId}, Principal: ${by.principal}, SourceArn: ${source} }`,
      }));
  });
}
