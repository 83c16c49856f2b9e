import { memoryLog } from '@atoll/embedded-dynamodb';
import {
  mappingSpec,
  queueArn,
  RecordedOutput,
  ScriptedFunctions,
  systemOf,
  tableArn,
} from '../bus/system-fixture.js';
import { StartError } from '../parts.js';
import { createQueues } from '../queues/create-queues.js';
import { Checkpoints } from './checkpoints.js';
import { createMappings } from './create-mappings.js';
import { MemoryStream } from './memory-stream.js';

test('mappings that are not valid keep local-aws from starting, all told at once', () => {
  const eventSourceMappings = [
    mappingSpec({ logicalId: 'A', filterPatterns: [{ body: 'x' }] }),
    mappingSpec({ logicalId: 'B', filterPatterns: ['{'] }),
    mappingSpec({
      logicalId: 'C',
      source: { kind: 'dynamodb', arn: tableArn('t') },
      onFailureArn: 'arn:aws:sns:eu-central-1:123456789012:topic',
    }),
    mappingSpec({ logicalId: 'D', onFailureArn: queueArn('dead') }),
  ];
  const system = systemOf({ eventSourceMappings });
  const log = memoryLog();
  const queues = createQueues({ system, log, queueUrl: (name) => name });
  const create = () =>
    createMappings({
      system,
      log,
      queues,
      functions: new ScriptedFunctions(),
      tables: new MemoryStream(),
      output: new RecordedOutput(),
    });
  let thrown: unknown;
  try {
    create();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(StartError);
  expect((thrown as StartError).problems.map(({ code, what }) => `${code} ${what}`)).toEqual([
    expect.stringMatching(/^filter-pattern .* A is not valid: .*"body" must be an object or an array/),
    expect.stringMatching(/^filter-pattern .* B is not valid: /),
    'on-failure the OnFailure destination arn:aws:sns:eu-central-1:123456789012:topic of C is not a queue',
  ]);
});

test('a snapshot of the checkpoints rebuilds them', () => {
  const first = new Checkpoints();
  const apply = (data: Parameters<Checkpoints['entry']>[0]) => first.apply(first.entry(data).data);
  apply({ mapping: 'm', stream: 'arn:a' });
  apply({ mapping: 'm', stream: 'arn:a', shard: 's1', position: { after: '5' } });
  apply({ mapping: 'm', stream: 'arn:a', shard: 's2', position: 'horizon' });
  apply({ mapping: 'n', stream: 'arn:a' });
  const second = new Checkpoints();
  for (const data of first.snapshot()) second.apply(JSON.parse(JSON.stringify(data)));
  expect(second.position('m', 'arn:a', 's1')).toEqual({ after: '5' });
  expect(second.position('m', 'arn:a', 's2')).toBe('horizon');
  expect(second.position('m', 'arn:b', 's1')).toBeUndefined();
  expect(second.follows('n', 'arn:a')).toBe(true);
  expect(second.follows('n', 'arn:b')).toBe(false);
  expect(second.hasBegun('n')).toBe(true);
  expect(second.hasBegun('o')).toBe(false);
});
