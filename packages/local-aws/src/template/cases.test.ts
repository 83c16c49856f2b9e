import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../parts.js';
import type { System } from '../system.js';
import { readSystem } from './read-system.js';

const testdata = join(import.meta.dirname, 'testdata');
const folders = (kind: string) => readdirSync(join(testdata, kind)).sort();

/** Writes what is read as what is expected: to be looked through in the diff. */
const update = process.env.UPDATE_CASES === '1';

const dynamicReferences = new Map([
  ['ssm /url', 'http://localhost'],
  ['ssm-secure /key', 'secret'],
  ['secretsmanager arn:aws:secretsmanager:eu-central-1:123456789012:secret:db', '{"password":"by ARN"}'],
  ['secretsmanager db', '{"password":"pw"}'],
]);

function readCase(folder: string): System {
  const parametersFile = join(folder, 'parameters.json');
  return readSystem({
    templateFile: join(folder, 'template.yaml'),
    workingDirectory: folder,
    parameters: existsSync(parametersFile) ? JSON.parse(readFileSync(parametersFile, 'utf8')) : {},
    region: 'eu-central-1',
    accountId: '123456789012',
    queueUrl: (name) => `http://localhost/queues/${name}`,
    dynamicReference: (service, name) => dynamicReferences.get(`${service} ${name}`),
  });
}

/** Paths of the machine do not belong in what is expected. */
function asText(system: System, folder: string): string {
  return `${JSON.stringify(system, null, 2).replaceAll(folder, '<folder>')}\n`;
}

function problemLines(folder: string): string {
  try {
    readCase(folder);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return error.problems.map(lineOf).join('\n').concat('\n');
  }
  return 'no problem\n';
}

function lineOf({ place, code, what, remedy }: StartError['problems'][number]): string {
  const at = place === undefined ? '' : `${place.file}:${place.line}:${place.column} `;
  return `${at}${code} ${what}\n  ${remedy}`;
}

function expectText(file: string, actual: string): void {
  if (update) writeFileSync(file, actual);
  expect(actual).toBe(readFileSync(file, 'utf8'));
}

test.each(folders('valid'))('reads testdata/valid/%s', (name) => {
  const folder = join(testdata, 'valid', name);
  expectText(join(folder, 'system.json'), asText(readCase(folder), folder));
});

test.each(folders('invalid'))('tells the problems of testdata/invalid/%s', (name) => {
  const folder = join(testdata, 'invalid', name);
  const lines = problemLines(folder);
  expectText(join(folder, 'problems.txt'), lines);
  expect(lines).toContain(` ${name} `);
});

test('each code that is told has a case', () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'sam-config.ts')
    .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));
  const codes = sources.flatMap((source) =>
    Array.from(source.matchAll(/\bcode: '([a-z-]+)'/g), ([, code]) => code),
  );
  expect([...new Set(codes)].sort()).toEqual(folders('invalid'));
});
