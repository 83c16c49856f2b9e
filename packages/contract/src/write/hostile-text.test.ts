import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from 'esbuild';
import * as fc from 'fast-check';
import type { Contract } from '../model.js';
import { readContract } from '../read/contract.js';
import { writeClient } from './client.js';
import type { GeneratedFile } from './generated-file.js';
import { writeService } from './service.js';

const packageRoot = join(import.meta.dirname, '..', '..');
const tsc = join(packageRoot, '..', '..', 'node_modules', 'typescript-native', 'bin', 'tsc');
const directory = mkdtempSync(join(packageRoot, 'generated '));
afterAll(() => rmSync(directory, { recursive: true }));

/** A document that has the text wherever a document may have one. */
function documentOf(text: string): object {
  const reference = {
    $ref: `#/components/schemas/${encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'))}`,
  };
  const externalDocs = { url: text, description: text };
  const strings = { type: 'object', externalDocs, properties: { [text]: { type: 'string', externalDocs } } };
  const answer = { '200': { description: text } };
  const post = {
    operationId: text,
    summary: text,
    description: text,
    tags: [text],
    externalDocs,
    deprecated: true,
    security: [{ [text]: [text] }],
    parameters: [
      { name: text, in: 'query', description: text, schema: { enum: [text], default: text } },
      { name: text, in: 'header', deprecated: true, schema: { type: 'string', format: 'uuid' } },
    ],
    requestBody: {
      description: text,
      content: {
        'application/json': { schema: { type: 'object', properties: { [text]: reference } } },
        'application/x-www-form-urlencoded': { schema: strings, encoding: { [text]: { contentType: text } } },
        [text]: { schema: { type: 'string' } },
      },
    },
    responses: {
      '200': {
        description: text,
        headers: { [text]: { description: text, deprecated: true, schema: { type: 'string' } } },
        content: { 'application/json': { schema: { oneOf: [{ const: text }, strings] } } },
      },
    },
    callbacks: { [text]: { [text]: { post: { responses: answer } } } },
  };
  const event = {
    summary: text,
    externalDocs,
    requestBody: { content: { 'application/json': { schema: strings } } },
  };
  return {
    openapi: '3.1.0',
    info: { title: text, version: text, description: text },
    servers: [{ url: text, description: text }],
    tags: [{ name: text, description: text, externalDocs }],
    externalDocs,
    'x-atoll-decode': { 'date-time': 'Date', uuid: 'brand' },
    components: {
      schemas: {
        [`${text} id`]: { type: 'string', format: 'uuid', description: text },
        [`${text} moment`]: {
          type: 'object',
          properties: {
            [text]: { type: 'string', format: 'date-time', deprecated: true, description: text },
          },
          patternProperties: { '^m': { $ref: `${reference.$ref}%20id` } },
          additionalProperties: { anyOf: [reference, { type: 'string', format: 'date-time' }] },
        },
        [text]: {
          type: 'object',
          title: text,
          externalDocs: { url: `https://a.example/${text}`, description: text },
          description: text,
          required: [text],
          properties: { [text]: { enum: [text], description: text, default: text }, again: reference },
          dependentRequired: { [text]: [text] },
          additionalProperties: { enum: [{ [text]: [text] }] },
        },
      },
      securitySchemes: { [text]: { type: 'http', scheme: 'bearer', bearerFormat: text, description: text } },
    },
    paths: { '/v1/things': { post } },
    webhooks: { [text]: { post: event } },
  };
}

function readText(text: string) {
  writeFileSync(join(directory, 'openapi.json'), JSON.stringify(documentOf(text)));
  return readContract('openapi.json', directory);
}

function contractOf(text: string): Contract {
  const { contract, diagnostics } = readText(text);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return contract;
}

function generated(text: string): GeneratedFile[] {
  const contract = contractOf(text);
  const folder = (name: string, files: readonly GeneratedFile[]) =>
    files.map((file) => ({ ...file, path: `${name}/${file.path}` }));
  return [...folder('client', writeClient(contract)), ...folder('service', writeService(contract))];
}

const pieces = [
  ...`' " \` \\ */ /* // \${alert(1)} \${ {x} ?> --> </script> %41 ~1 é 😀 is0 collect0 codec runtime t u`.split(
    ' ',
  ),
  ...'__proto__ prototype class default await arguments eval undefined never unknown string null'.split(' '),
  ...'Object Promise Contract Client Response FormData Record ReadonlyArray Uint8Array schemas'.split(' '),
  '\n',
  '\r\n',
  '\u2028',
  '\u2029',
  '\u0000',
  ' ',
  'a',
];

test('whatever words a document is made of, what is generated parses', () => {
  const texts = fc
    .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 })
    .map((each) => each.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      // Braces in a path declare a parameter that the document may not have: refused, with its place.
      const { contract, diagnostics } = readText(text);
      if (contract === undefined) expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
      fc.pre(contract !== undefined);
      for (const { path, text: code } of generated(text)) {
        if (path.endsWith('.ts') && !path.includes('/runtime/')) transformSync(code, { loader: 'ts' });
      }
    }),
    { numRuns: 60 },
  );
});

test('each hostile word leaves code that the strict compiler takes', () => {
  for (const [index, piece] of pieces.entries()) {
    for (const { path, text } of generated(piece)) {
      const file = join(directory, String(index), path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  const compilerOptions = {
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    isolatedDeclarations: true,
    declaration: true,
  };
  const config = { extends: '../../../tsconfig.base.json', compilerOptions, include: ['.'] };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config));
  const { stdout } = spawnSync(process.execPath, [tsc, '--pretty', 'false', '-p', directory], {
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
});

test('a name of a megabyte stays a name', () => {
  const files = generated('x'.repeat(2 ** 20)).filter(({ path }) => !path.includes('/runtime/'));
  for (const { path, text } of files) if (path.endsWith('.ts')) transformSync(text, { loader: 'ts' });
  expect(files.length).toBeGreaterThan(4);
});
