import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '../model.js';
import { readContract } from '../read/contract.js';
import { formEncodings, formFormat, otherShapes, shapeOf } from './shapes.js';

const directory = mkdtempSync(join(tmpdir(), 'shapes '));
afterAll(() => rmSync(directory, { recursive: true }));

function read(document: object): Contract {
  const text = JSON.stringify({ openapi: '3.1.0', info: { title: 'Case', version: '1.0.0' }, ...document });
  writeFileSync(join(directory, 'openapi.json'), text);
  const { contract, diagnostics } = readContract('openapi.json', directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return contract;
}

function shape(schema: unknown, others: Record<string, unknown> = {}) {
  return shapeOf(read({ components: { schemas: { Case: schema, ...others } } }).schemas.get('Case'));
}

const text = { kind: 'text' };
const number = { kind: 'number' };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

test.each<[unknown, unknown]>([
  [{ type: 'string' }, text],
  [{ type: 'integer' }, number],
  [{ type: 'number' }, number],
  [{ type: 'boolean' }, { kind: 'boolean' }],
  [{ type: ['integer', 'null'] }, number],
  [{ type: ['integer', 'string'] }, text],
  [{}, text],
  [true, text],
  [{ enum: [1, 2] }, number],
  [{ enum: ['a', 1] }, text],
  [{ enum: ['a'] }, text],
  [{ const: true }, { kind: 'boolean' }],
  [{ enum: [null] }, text],
  [
    { type: 'array', items: { type: 'integer' } },
    { kind: 'array', item: number },
  ],
  [{ items: { type: 'boolean' } }, { kind: 'array', item: { kind: 'boolean' } }],
  [{ type: 'array' }, { kind: 'array', item: text }],
  [{ properties: { a: { type: 'integer' }, b: {} } }, { kind: 'object', members: { a: number, b: text } }],
  [
    { type: 'object', additionalProperties: { type: 'integer' } },
    { kind: 'object', members: {}, rest: number },
  ],
  [
    { type: 'object', unevaluatedProperties: { type: 'integer' } },
    { kind: 'object', members: {}, rest: number },
  ],
  [
    { type: 'object', additionalProperties: false },
    { kind: 'object', members: {} },
  ],
  [
    { type: 'object', additionalProperties: true },
    { kind: 'object', members: {} },
  ],
])('the shape of %j is %j', (schema, expected) => {
  expect(shape(schema)).toEqual(expected);
});

test('parts of a schema are looked through: all of an object, else the first that is more than text', () => {
  const a = { type: 'object', properties: { a: { type: 'integer' } } };
  const b = {
    type: 'object',
    properties: { b: { type: 'boolean' } },
    additionalProperties: { type: 'number' },
  };
  const both = { kind: 'object', members: { a: number, b: { kind: 'boolean' } }, rest: number };
  expect(shape({ allOf: [ref('A'), ref('B')] }, { A: a, B: b })).toEqual(both);
  expect(shape({ ...a, allOf: [ref('B')] }, { B: b })).toEqual(both);
  expect(shape({ oneOf: [{ type: 'string' }, { type: 'integer' }] })).toEqual(number);
  expect(shape({ anyOf: [{ type: 'null' }, { type: 'array', items: {} }] })).toEqual({
    kind: 'array',
    item: text,
  });
  expect(shape({ type: 'string', anyOf: [{ const: 1 }] })).toEqual(text);
  expect(shape({ type: 'integer', anyOf: [{ type: 'object' }] })).toEqual(number);
});

test('what is recursive ends where it begins again', () => {
  const tree = {
    type: 'object',
    properties: { size: { type: 'integer' }, children: { type: 'array', items: ref('Case') } },
  };
  expect(shape(tree)).toEqual({
    kind: 'object',
    members: { size: number, children: { kind: 'array', item: text } },
  });
});

test('a style counts as soon as one of its fields is given', () => {
  const encoding = {
    styled: { style: 'deepObject' },
    exploded: { explode: false },
    reserved: { allowReserved: true },
    piped: { style: 'pipeDelimited', contentType: 'application/json' },
    json: { contentType: 'application/json' },
    plain: { contentType: 'text/plain' },
  };
  const schema = { type: 'object', properties: { styled: { type: 'object' } } };
  const content = { 'application/x-www-form-urlencoded': { schema, encoding } };
  const post = {
    operationId: 'send',
    requestBody: { content },
    responses: { '204': { description: 'Done' } },
  };
  const form = read({ paths: { '/a': { post } } }).operations[0]?.requestBody?.content[0];
  if (form === undefined) throw new Error('no form');
  const written = formEncodings(form);
  expect(Object.fromEntries(written)).toEqual({
    styled: { style: 'deepObject', explode: false, allowReserved: false, json: false },
    exploded: { style: 'form', explode: false, allowReserved: false, json: false },
    reserved: { style: 'form', explode: true, allowReserved: true, json: false },
    piped: { style: 'pipeDelimited', explode: false, allowReserved: false, json: false },
    json: { explode: true, allowReserved: false, json: true },
    plain: { explode: true, allowReserved: false, json: false },
  });
  const format = formFormat(form);
  expect(format.shape).toEqual({ kind: 'object', members: { styled: { kind: 'object', members: {} } } });
  expect(new Map(format.encoding).get('reserved')).toEqual({ style: 'form', explode: true, json: false });
});

test.each<[unknown, unknown[]]>([
  [{ type: 'integer' }, []],
  [{ type: ['integer', 'null'] }, []],
  [{ oneOf: [{ type: 'integer' }, { type: 'null' }] }, []],
  [{}, []],
  [{ properties: { a: {} }, oneOf: [{ required: ['a'] }, {}] }, []],
  [{ type: 'object', anyOf: [{ required: ['a'] }, {}] }, []],
  [{ type: ['integer', 'string'] }, [number]],
  [{ enum: ['all', 1, true] }, [number, { kind: 'boolean' }]],
  [{ type: ['string', 'array'], items: { type: 'integer' } }, [text]],
  [{ oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'integer' } }] }, [text]],
  [
    { anyOf: [{ type: 'integer' }, ref('Other'), { type: 'string' }] },
    [{ kind: 'object', members: { a: number } }, text],
  ],
  [{ allOf: [{ anyOf: [{ type: 'boolean' }, { type: 'number' }] }] }, [number]],
])('the text of %j may also stand for %j', (schema, expected) => {
  const others = { Other: { type: 'object', properties: { a: { type: 'integer' } } } };
  const { schemas } = read({ components: { schemas: { Case: schema, ...others } } });
  expect(otherShapes(schemas.get('Case'))).toEqual(expected);
});

test('the text of a schema that leads to itself ends', () => {
  const { schemas } = read({
    components: {
      schemas: { Case: { anyOf: [{ type: 'array', items: ref('Case') }, { type: 'integer' }] } },
    },
  });
  expect(otherShapes(schemas.get('Case'))).toEqual([number]);
  expect(otherShapes(undefined)).toEqual([]);
});
