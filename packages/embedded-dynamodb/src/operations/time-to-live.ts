import type { Engine } from '../engine/engine.js';
import { checkShape } from '../validation/check-shape.js';
import { validationError } from '../validation/errors.js';
import { flag, required, struct } from '../validation/shape.js';
import { namedTable } from './describe.js';

type Input = Readonly<Record<string, unknown>>;

const shape = struct('UpdateTimeToLiveInput', {
  TimeToLiveSpecification: required(
    struct('TimeToLiveSpecification', {
      Enabled: required(flag),
      AttributeName: required({ kind: 'string', min: 1, max: 255 } as const),
    }),
  ),
});

/** API_UpdateTimeToLive */
export function updateTimeToLive(engine: Engine, input: Input): unknown {
  checkShape(input, shape);
  const { definition } = namedTable(engine, input);
  const specification = input.TimeToLiveSpecification as { Enabled: boolean; AttributeName: string };
  const { Enabled: isEnabled, AttributeName: name } = specification;
  const { timeToLive: present, ...rest } = definition;
  if (isEnabled === (present !== undefined)) {
    throw validationError(`TimeToLive is already ${isEnabled ? 'enabled' : 'disabled'}`);
  }
  if (!isEnabled && present !== name) {
    throw validationError(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${present}`,
    );
  }
  const table = isEnabled ? { ...rest, timeToLive: name } : rest;
  engine.commit([{ do: 'define', table, atMs: engine.now() }]);
  return { TimeToLiveSpecification: specification };
}

/** API_DescribeTimeToLive */
export function describeTimeToLive(engine: Engine, input: Input): unknown {
  const { timeToLive: name } = namedTable(engine, input).definition;
  return {
    TimeToLiveDescription:
      name === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: name },
  };
}
