import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const workspace = join(import.meta.dirname, '..', '..');
const services = readdirSync(join(workspace, 'apps')).filter((name) =>
  readdirSync(join(workspace, 'apps', name)).includes('template.yaml'),
);

type Fields = Record<string, Record<string, unknown>>;

interface Resource {
  readonly Type: string;
  readonly Properties: Fields;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** Tags are passed over: what is asked here is written as plain values. */
function resourcesOf(service: string, type: string): [string, Resource][] {
  const text = readFileSync(join(workspace, 'apps', service, 'template.yaml'), 'utf8');
  const { Resources: resources } = parse(text, { logLevel: 'silent' }) as {
    Resources: Record<string, Resource>;
  };
  return Object.entries(resources).filter(([, resource]) => resource.Type === type);
}

test('sam local would answer for every service: no name, path or CORS configuration hides another', () => {
  const args = ['packages/nx-plugin/bin/stack.js', 'check'];
  const output = execFileSync(process.execPath, args, { cwd: workspace, encoding: 'utf8' });
  expect(output).toContain(`${services.length} services; sam local answers for each of them`);
});

test.each(services)(
  '%s keeps its tables: recovery, encryption, and policies against their loss',
  (service) => {
    const tables = resourcesOf(service, 'AWS::DynamoDB::Table');
    expect(tables.length).toBeGreaterThan(0);
    for (const [, table] of tables)
      expect(table).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          SSESpecification: { SSEEnabled: true },
          DeletionProtectionEnabled: ['Production', true, false],
        },
      });
  },
);

test.each(services)(
  '%s loses nothing that is asynchronous: every edge ends in a dead-letter queue',
  (service) => {
    for (const [name, { Properties: rule }] of resourcesOf(service, 'AWS::Events::Rule'))
      for (const target of rule.Targets as unknown as Fields[])
        expect([name, target]).toEqual([
          name,
          expect.objectContaining({ RetryPolicy: expect.anything(), DeadLetterConfig: expect.anything() }),
        ]);
    for (const [name, { Properties: lambda }] of resourcesOf(service, 'AWS::Serverless::Function'))
      for (const { Type, Properties } of Object.values(lambda.Events ?? {}) as Resource[]) {
        const edges = { DynamoDB: 'DestinationConfig', Schedule: 'DeadLetterConfig' };
        const edge = Object.entries(edges).find(([type]) => type === Type)?.[1];
        if (edge !== undefined)
          expect([name, Object.keys(Properties)]).toEqual([name, expect.arrayContaining([edge])]);
        if (Type === 'Schedule')
          expect([name, Object.keys(lambda)]).toEqual([name, expect.arrayContaining(['DeadLetterQueue'])]);
      }
    for (const [name, { Properties: queue }] of resourcesOf(service, 'AWS::SQS::Queue'))
      expect([name, 'RedrivePolicy' in queue || name.endsWith('DeadLetters')]).toEqual([name, true]);
  },
);
