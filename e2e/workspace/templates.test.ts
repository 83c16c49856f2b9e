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

interface Template {
  readonly Globals: { readonly Function: Record<string, unknown> & { readonly Timeout: number } };
  readonly Resources: Record<string, Resource>;
}

/** Tags are passed over: what is asked here is written as plain values. */
function templateOf(service: string): Template {
  const text = readFileSync(join(workspace, 'apps', service, 'template.yaml'), 'utf8');
  return parse(text, { logLevel: 'silent' }) as Template;
}

function resourcesOf(service: string, type: string): [string, Resource][] {
  return Object.entries(templateOf(service).Resources).filter(([, resource]) => resource.Type === type);
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

/** API Gateway waits 29 seconds ("API Gateway quotas"); Lambda asks a queue for six times the function's time-out. */
test.each(services)(
  '%s says how much memory and time its functions have, and its queues and APIs wait as long',
  (service) => {
    const globals = templateOf(service).Globals.Function;
    expect(globals).toMatchObject({
      MemorySize: expect.any(Number),
      Tracing: 'Active',
      Timeout: expect.any(Number),
    });
    const functions = resourcesOf(service, 'AWS::Serverless::Function').map(
      ([, { Properties }]) => Properties,
    );
    const timeouts = functions.map(({ Timeout: own }) => Number(own ?? globals.Timeout));
    expect(Math.max(...timeouts)).toBeLessThanOrEqual(29);
    for (const [name, { Properties: queue }] of resourcesOf(service, 'AWS::SQS::Queue'))
      if ('RedrivePolicy' in queue)
        expect([name, Number(queue.VisibilityTimeout) >= 6 * Math.max(...timeouts)]).toEqual([name, true]);
  },
);
