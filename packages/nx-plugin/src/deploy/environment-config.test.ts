import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironmentConfig } from './environment-config.js';

const folder = mkdtempSync(join(tmpdir(), 'environment config '));
const file = join(folder, 'samconfig.toml');
const region = process.env.AWS_REGION;
beforeAll(() => {
  delete process.env.AWS_REGION;
});
afterAll(() => {
  if (region !== undefined) process.env.AWS_REGION = region;
  rmSync(folder, { recursive: true });
});

const section = (stage: string, stackName: string) => `[${stage}.global.parameters]
stack_name = "${stackName}"
region = "eu-west-1"
s3_bucket = "b"
parameter_overrides = ["A=x=y"]
`;

function read(stage: string, ...sections: string[]) {
  writeFileSync(file, sections.join('\n'));
  return readEnvironmentConfig(stage, file);
}

test('every pull request has the section preview, and a stack of its own', () => {
  expect(read('pr-12', section('preview', 'atoll-{stage}'))).toEqual({
    stage: 'pr-12',
    isPreview: true,
    stackName: 'atoll-pr-12',
    region: 'eu-west-1',
    bucket: 'b',
    parameters: { Stage: 'pr-12', A: 'x=y' },
  });
  expect(read('test', section('test', 'atoll-test')).isPreview).toBe(false);
  expect(() => read('pr-x', section('preview', 'atoll-{stage}'))).toThrow('has no [pr-x.global.parameters]');
});

test('a stage that is named is no preview, whatever it is called', () => {
  expect(read('pr-1', section('preview', 'atoll-{stage}'), section('pr-1', 'own'))).toMatchObject({
    isPreview: false,
    stackName: 'own',
  });
});

test('stages that would replace one another are refused', () => {
  expect(() => read('pr-12', section('preview', 'atoll'))).toThrow('write {stage} into that of [preview');
  expect(() => read('test', section('test', 'atoll'), section('prod', 'atoll'))).toThrow(
    'gives test and prod one stack_name, atoll',
  );
  expect(() => read('pr-1', section('preview', 'atoll-{stage}'), section('prod', 'atoll-pr-1'))).toThrow(
    'gives pr-1 and prod one stack_name',
  );
});
