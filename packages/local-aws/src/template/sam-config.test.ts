import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../parts.js';
import { readSamConfig } from './sam-config.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sam config '));
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(toml: string, environment = 'dev') {
  const file = join(folder, 'samconfig.toml');
  writeFileSync(file, toml);
  return readSamConfig(file, environment).parameters;
}

const overrides = (value: string) => read(`[dev.global.parameters]\nparameter_overrides = ${value}\n`);

function problemOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof StartError) return error.problems[0];
    throw error;
  }
  return undefined;
}

test('reads a list of overrides', () => {
  expect(overrides(`["Stage=dev", "Url={{resolve:ssm:/url}}/x?a=b", "Empty="]`)).toEqual({
    Stage: 'dev',
    Url: '{{resolve:ssm:/url}}/x?a=b',
    Empty: '',
  });
});

test('reads a string of overrides with quotes of both kinds and escapes', () => {
  expect(overrides(`'''Stage=dev  Name="a \\"b\\" c" D='d e'f G=h\\ i'''`)).toEqual({
    Stage: 'dev',
    Name: 'a "b" c',
    D: 'd ef',
    G: 'h i',
  });
});

test('reads the form with ParameterKey and ParameterValue', () => {
  expect(overrides(`"ParameterKey=Stage,ParameterValue=dev ParameterKey=Url,ParameterValue='a b'"`)).toEqual({
    Stage: 'dev',
    Url: 'a b',
  });
});

test('takes the overrides of deploy over those of global, and of no other environment', () => {
  const toml = `version = 0.1
[dev.global.parameters]
parameter_overrides = ["A=global", "B=global"]
[dev.deploy.parameters]
parameter_overrides = "B=deploy"
[prod.global.parameters]
parameter_overrides = "A=prod C=prod"
`;
  expect(read(toml)).toEqual({ A: 'global', B: 'deploy' });
  expect(read(toml, 'prod')).toEqual({ A: 'prod', C: 'prod' });
  expect(read(toml, 'test')).toEqual({});
});

test('tells where the file is no TOML', () => {
  expect(problemOf(() => read('version = 0.1\n[dev\n'))).toMatchObject({
    code: 'toml-syntax',
    place: { file: join(folder, 'samconfig.toml'), line: 2 },
  });
});

test.each([`"Stage"`, `"Stage=dev rest"`, `["Stage='dev"]`, '[1]'])('refuses the overrides %s', (value) => {
  expect(problemOf(() => overrides(value))?.code).toBe('parameter-overrides');
});
