import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../system.js';
import { Gate } from './gate.js';
import { GrantRecord } from './grant-record.js';
import { rolesOf } from './role.js';
import { arn, systemWith } from './system-fixture.js';

const table = arn('dynamodb', 'table/orders');
const output = { error: () => undefined };

function recorded(statements: readonly Json[], actions: readonly string[]): GrantRecord {
  const system = systemWith(statements);
  const record = new GrantRecord(system);
  const [role] = rolesOf(system);
  const gate = role && new Gate(role, { system, output, record });
  gate?.require(actions.map((action) => ({ action, resource: table })));
  return record;
}

const allow = (Action: Json) => ({ Effect: 'Allow', Action, Resource: table });

test('each use is told once with the lines that grant it, and each action that nothing used', () => {
  const statements = [allow(['dynamodb:GetItem', 'dynamodb:PutItem']), allow('dynamodb:G*')];
  expect(recorded(statements, ['dynamodb:GetItem', 'dynamodb:GetItem']).report()).toEqual({
    used: [
      {
        function: 'Orders',
        action: 'dynamodb:GetItem',
        resource: table,
        grantedBy: ['template.yaml:20:9', 'template.yaml:21:9'],
      },
    ],
    unused: [{ function: 'Orders', statement: 'template.yaml:20:9', action: 'dynamodb:PutItem' }],
  });
});

test('a statement of NotAction is used or not as a whole; a Deny and what SAM adds are not counted', () => {
  const notAction = { Effect: 'Allow', NotAction: 'dynamodb:GetItem', Resource: table };
  const deny = { Effect: 'Deny', Action: 'dynamodb:GetItem', Resource: table };
  expect(recorded([notAction, deny], []).report().unused).toEqual([
    { function: 'Orders', statement: 'template.yaml:20:9', action: '*' },
  ]);
  expect(recorded([notAction, deny], ['dynamodb:PutItem']).report().unused).toEqual([]);
});

test('what is refused is no use', () => {
  expect(() => recorded([], ['dynamodb:GetItem'])).toThrow('is not authorized to perform: dynamodb:GetItem');
});

test('where failures go counts from the start', () => {
  const queue = arn('sqs', 'jobs');
  const system = systemWith([{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue }]);
  const functions = system.functions.map((spec) => ({ ...spec, deadLetterArn: queue }));
  expect(new GrantRecord({ ...system, functions }).report().unused).toEqual([]);
  expect(new GrantRecord(system).report().unused).toHaveLength(1);
});

test('the report is written as JSON', () => {
  const directory = mkdtempSync(join(tmpdir(), 'local aws grants '));
  try {
    const record = recorded([allow('dynamodb:*')], ['dynamodb:GetItem']);
    record.write(join(directory, 'grants.json'));
    expect(JSON.parse(readFileSync(join(directory, 'grants.json'), 'utf8'))).toEqual(record.report());
    const nowhere = join(directory, 'nowhere', 'grants.json');
    expect(() => record.write(nowhere)).toThrow(`the grants cannot be written to ${nowhere}: ENOENT`);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
