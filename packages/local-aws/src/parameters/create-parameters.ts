import type { CommitLog } from '@atoll/embedded-dynamodb';
import { AwsError, type Parameters } from '../parts.js';
import type { System } from '../system.js';
import { describeParameters } from './describe.js';
import { getParameter, getParameters, getParametersByPath } from './get.js';
import type { ParameterService } from './parameter-service.js';
import { part } from './parameter-service.js';
import { ParameterSet } from './parameter-set.js';
import { deleteParameter, deleteParameters, putParameter } from './put.js';
import type { Input } from './ssm-input.js';

export interface ParametersOptions {
  readonly system: Pick<System, 'parameters' | 'region' | 'accountId'>;
  readonly log: CommitLog;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Parameters beside the template's: facts of the machine, as an endpoint's URL. */
  readonly extra?: Readonly<Record<string, string>>;
}

const actions: Readonly<Record<string, (service: ParameterService, input: Input) => unknown>> = {
  DeleteParameter: deleteParameter,
  DeleteParameters: deleteParameters,
  DescribeParameters: describeParameters,
  GetParameter: getParameter,
  GetParameters: getParameters,
  GetParametersByPath: getParametersByPath,
  PutParameter: putParameter,
};

/** Plays SSM Parameter Store: the templates' parameters, and what PutParameter adds to them. */
export function createParameters({ system, log, now = Date.now, extra = {} }: ParametersOptions): Parameters {
  const set = new ParameterSet({ system, extra, startedAt: now() });
  const arnPrefix = `arn:aws:ssm:${system.region}:${system.accountId}:parameter`;
  const service: ParameterService = { set, log, now, arnPrefix };
  log.join(part, set);
  return {
    async call(action, input) {
      const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
      if (act !== undefined) return act(service, input as Input);
      const played = Object.keys(actions).join(', ');
      throw new AwsError(
        'UnknownOperationException',
        `SSM has no ${action} in local-aws; it plays ${played}.`,
      );
    },
  };
}
