import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { bound, duties, faultsOf, type Template, valuesAt } from './template-duties.js';

const workspace = join(import.meta.dirname, '..', '..');
const services = readdirSync(join(workspace, 'apps')).filter((name) =>
  readdirSync(join(workspace, 'apps', name)).includes('template.yaml'),
);

type Fields = Record<string, Record<string, unknown>>;

function templateOf(service: string): Template {
  const text = readFileSync(join(workspace, 'apps', service, 'template.yaml'), 'utf8');
  return parse(text, { logLevel: 'silent' }) as Template;
}

function propertiesOf(service: string, type: string): [string, Fields[string]][] {
  return Object.entries(templateOf(service).Resources).flatMap(([name, { Type, Properties }]) =>
    Type === type ? [[name, Properties as Fields[string]]] : [],
  );
}

test('sam local would answer for every service: no name, path or CORS configuration hides another', () => {
  const args = ['packages/nx-plugin/bin/stack.js', 'check'];
  const output = execFileSync(process.execPath, args, { cwd: workspace, encoding: 'utf8' });
  expect(output).toContain(`${services.length} services; sam local answers for each of them`);
});

test.each(services)('%s forgets nothing that keeps data, tells of failures or limits callers', (service) => {
  expect(faultsOf(templateOf(service))).toEqual([]);
});

/** A copy of the template without what is at the path. */
function without(template: Template, path: readonly string[]): Template {
  const copy = structuredClone(template);
  const last = path.at(-1) ?? '';
  for (const { value } of valuesAt(copy, path.slice(0, -1))) delete (value as Record<string, unknown>)[last];
  return copy;
}

test.each(duties.map((duty) => [`${duty.type} ${duty.path.join('.')}`, duty] as const))(
  'a service that forgets %s is told so',
  (_, duty) => {
    let places = 0;
    for (const service of services) {
      const template = templateOf(service);
      for (const [name, resource] of bound(template, duty))
        for (const { at } of valuesAt(resource, duty.path)) {
          places += 1;
          const faults = faultsOf(without(template, ['Resources', name, ...at]));
          expect(faults).toEqual([expect.stringContaining(`${name} has ${at.join('.')}`)]);
        }
    }
    expect(places).toBeGreaterThan(0);
  },
);

test('what holds for a whole template is told, too', () => {
  const globals = { Function: { Tracing: 'Active', MemorySize: 128, Timeout: 3 } };
  const fine: Template = { Globals: globals, Resources: {} };
  expect(faultsOf(fine)).toEqual([]);
  expect(faultsOf({ Resources: {} })).toEqual([
    'the functions are not traced',
    'the functions have no MemorySize',
    'the functions have no Timeout',
  ]);
  const Parameters = { ClientSecret: { Type: 'String' }, OtherSecret: { NoEcho: true }, KeyName: {} };
  expect(faultsOf({ ...fine, Parameters })).toEqual([
    'the parameter ClientSecret is shown to everybody who may see the stack',
  ]);
  const Key = { Type: 'AWS::ApiGateway::ApiKey', Properties: { Value: 'abc' } };
  expect(faultsOf({ ...fine, Resources: { Key } })).toEqual(['Key has its value in the template']);
  const events = { A: { Type: 'Api' }, B: { Type: 'Schedule' } };
  const Two = { Type: 'AWS::Serverless::Function', Properties: { FunctionName: 'two', Events: events } };
  expect(faultsOf({ ...fine, Resources: { Two } })).toContain('Two has more than one event');
});

/** API Gateway waits 29 seconds ("API Gateway quotas"); Lambda asks a queue for six times the function's time-out. */
test.each(services)('%s has queues and APIs that wait as long as its functions may take', (service) => {
  const { Function: globals = {} } = templateOf(service).Globals as Fields;
  const functions = propertiesOf(service, 'AWS::Serverless::Function');
  const timeouts = functions.map(([, { Timeout: own }]) => Number(own ?? globals.Timeout));
  expect(Math.max(...timeouts)).toBeLessThanOrEqual(29);
  for (const [name, queue] of propertiesOf(service, 'AWS::SQS::Queue'))
    if ('RedrivePolicy' in queue)
      expect([name, Number(queue.VisibilityTimeout) >= 6 * Math.max(...timeouts)]).toEqual([name, true]);
});
