import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../parts.js';
import { type ReadSystemOptions, readSystem } from './read-system.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read system '));
  mkdirSync(join(folder, 'app'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(template: string | undefined, options: Partial<ReadSystemOptions> = {}) {
  const templateFile = join(folder, 'app', 'template.yaml');
  if (template !== undefined) writeFileSync(templateFile, template);
  return readSystem({
    templateFile,
    workingDirectory: folder,
    parameters: {},
    region: 'eu-central-1',
    accountId: '123456789012',
    queueUrl: (name) => name,
    dynamicReference: () => undefined,
    ...options,
  });
}

function problemsOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof StartError) return error.problems;
    throw error;
  }
  return [];
}

test('a template that is not there is a problem without a place', () => {
  expect(problemsOf(() => read(undefined))).toEqual([
    expect.objectContaining({
      code: 'missing-file',
      what: 'the template app/template.yaml cannot be read: ENOENT',
    }),
  ]);
  expect(problemsOf(() => read(undefined))[0]).not.toHaveProperty('place');
});

test('places are relative to the working directory', () => {
  const { queues } = read('Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n');
  expect(queues[0]?.place).toEqual({ file: 'app/template.yaml', line: 2, column: 3 });
});

const withParameter = `Parameters: { Name: { Type: String } }
Resources: { Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Name } } }
`;

test('a reference in a given parameter is told at the template', () => {
  expect(problemsOf(() => read(withParameter, { parameters: { Name: '{{resolve:ssm:/x}}' } }))).toEqual([
    expect.objectContaining({
      code: 'dynamic-reference',
      place: { file: 'app/template.yaml', line: 1, column: 1 },
    }),
  ]);
});

test('a problem is told once however often the value is used', () => {
  const twice = `Resources:
  A: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Nothing } }
Outputs:
  Url: { Value: !Ref A }
  Arn: { Value: !GetAtt A.Arn }
`;
  expect(problemsOf(() => read(twice)).map(({ code }) => code)).toEqual(['unknown-reference']);
});

test('the root stack has the name that is given', () => {
  const { queues } = read('Resources: { Queue: { Type: AWS::SQS::Queue } }', { stackName: 'shop-dev' });
  expect(queues[0]?.queueName).toBe('shop-dev-Queue');
});

test('the issuer that plays Cognito is the URL of its user pools', () => {
  const template = `Resources: { Users: { Type: AWS::Cognito::UserPool } }
Outputs: { Url: { Value: !GetAtt Users.ProviderURL } }
`;
  expect(read(template, { issuerUrl: 'http://localhost/issuer' }).outputs).toEqual({
    Url: 'http://localhost/issuer',
  });
});

test('names are the same at every start', () => {
  const template =
    'Resources: { Queue: { Type: AWS::SQS::Queue } }\nOutputs: { Id: { Value: !Ref AWS::StackId } }';
  expect(read(template)).toEqual(read(template));
});

test('what two templates import from each other in a circle is told and ends', () => {
  const child = (imports: string, exports: string) =>
    `Resources: {}\nOutputs: { Out: { Value: !ImportValue ${imports}, Export: { Name: ${exports} } } }\n`;
  writeFileSync(join(folder, 'app', 'a.yaml'), child('b', 'a'));
  writeFileSync(join(folder, 'app', 'b.yaml'), child('a', 'b'));
  const root = `Resources:
  A: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: a.yaml } }
  B: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: b.yaml } }
`;
  const codes = problemsOf(() => read(root)).map(({ code }) => code);
  expect(new Set(codes)).toEqual(new Set(['unknown-export']));
});

test('a value that one stack exports reaches another, whichever stands first', () => {
  writeFileSync(
    join(folder, 'app', 'a.yaml'),
    'Resources: { Q: { Type: AWS::SQS::Queue, Properties: { QueueName: !ImportValue name } } }\n',
  );
  writeFileSync(
    join(folder, 'app', 'b.yaml'),
    'Resources: {}\nOutputs: { Name: { Value: orders, Export: { Name: name } } }\n',
  );
  const root = `Resources:
  A: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: a.yaml } }
  B: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: b.yaml } }
`;
  expect(read(root).queues.map(({ queueName, stack }) => [stack, queueName])).toEqual([['A', 'orders']]);
});

test('stacks nest in any depth, and each finds its files beside its own template', () => {
  mkdirSync(join(folder, 'app', 'inner'));
  writeFileSync(
    join(folder, 'app', 'a.yaml'),
    'Resources: { Inner: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: inner/b.yaml } } }\n',
  );
  writeFileSync(join(folder, 'app', 'inner', 'b.yaml'), 'Resources: { Queue: { Type: AWS::SQS::Queue } }\n');
  const { queues } = read(
    'Resources: { A: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: a.yaml } } }\n',
  );
  expect(queues[0]).toMatchObject({
    stack: 'A/Inner',
    queueName: 'local-A-Inner-Queue',
    place: { file: 'app/inner/b.yaml' },
  });
});
