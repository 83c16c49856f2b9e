import { everySchema, rootSchemas } from '../../every-schema.js';
import type { CodecOptions, DecodeTarget, Json, Parameter, Schema } from '../../model.js';
import { defaultOf } from '../../write/default-of.js';
import { decodedAs } from '../../write/schemas/decoded-formats.js';
import { Decoding, typingChildren } from '../../write/schemas/decoding.js';
import { codecOptions } from '../../write/schemas/schema-texts.js';
import type { Rule, Subject } from '../style/rule.js';
import { compileSchemas } from '../values/compile-schemas.js';
import { Disagreements } from './disagreements.js';

const field = 'x-atoll-decode';

function ownTarget(schema: Schema): DecodeTarget | undefined {
  const own = schema.extensions?.get(field);
  return typeof own === 'string' ? (own as DecodeTarget) : undefined;
}

/** Everything that gives a value its type. */
function typing(roots: Iterable<Schema>): ReadonlySet<Schema> {
  const all = new Set(roots);
  for (const schema of all) for (const child of typingChildren(schema)) all.add(child);
  return all;
}

function refusalOf(schema: Schema, target: DecodeTarget): string | undefined {
  if (target === 'none' || decodedAs(schema, target) !== undefined) return undefined;
  if (schema.enum !== undefined || schema.const !== undefined)
    return `values that are listed are not decoded as ${target}`;
  if (target === 'brand' && schema.types !== undefined && schema.name === undefined)
    return 'a brand is named after its schema, and this one has no name: let it stand in components/schemas';
  const type = schema.types?.join(' or ') ?? 'no one type';
  const format = schema.format === undefined ? '' : ` in the format ${schema.format}`;
  return `nothing decodes ${type}${format} as ${target}`;
}

/** What schemas say by themselves, and what they cannot mean. */
function checkOwn({ contract, document, diagnostics }: Subject): void {
  const decides = typing(rootSchemas(contract));
  for (const schema of everySchema(contract)) {
    const target = ownTarget(schema);
    if (target === undefined) continue;
    const what = decides.has(schema)
      ? refusalOf(schema, target)
      : `'${field}' says nothing below not, if, contains and their like, which only check values`;
    if (what !== undefined) diagnostics.error('undecodable', document.fieldPlace(schema.place, field), what);
  }
}

const writtenMoments = Array.from({ length: 400 }, (_, index) =>
  new Date(Date.UTC(1970, 0, 1) + index * 71 * 86_399_123).toISOString(),
);

/** Moments are written with milliseconds in UTC: a schema that never takes that could read and never write. */
function checkWritable({ contract, diagnostics }: Subject, decoding: Decoding): void {
  for (const schema of everySchema(contract)) {
    if (decoding.of(schema)?.conversion !== 'instant') continue;
    const { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
    const regex = pattern === undefined ? undefined : new RegExp(pattern, 'u');
    const isTaken = (text: string) =>
      text.length >= minLength && text.length <= maxLength && regex?.test(text) !== false;
    if (writtenMoments.some(isTaken)) continue;
    const what = `a Date is written as ${writtenMoments[1]}, which this schema never takes`;
    diagnostics.error('undecodable', schema.place, what);
  }
}

/** What stands in for a parameter is decoded too. */
function checkDefaults({ contract, diagnostics }: Subject, decoding: Decoding, options: CodecOptions): void {
  const defaults = contract.operations.flatMap(({ parameters }) =>
    parameters.flatMap((parameter) => defaultWithSchema(parameter, decoding)),
  );
  if (defaults.length === 0) return;
  const check = compileSchemas(
    defaults.map(({ schema }) => schema),
    options,
  );
  for (const { parameter, schema, value } of defaults) {
    const [problem] = check(schema, 'request', value);
    if (problem === undefined) continue;
    const { pointer, expected, received } = problem;
    const what = `the default of '${parameter.name}' cannot be decoded at '${pointer}': expected ${expected}, received ${received}`;
    diagnostics.error('undecodable', parameter.place, what);
  }
}

function defaultWithSchema(
  parameter: Parameter,
  decoding: Decoding,
): { readonly parameter: Parameter; readonly schema: Schema; readonly value: Json }[] {
  const schema = parameter.schema ?? parameter.content?.schema;
  const fallback = defaultOf(parameter);
  if (schema === undefined || fallback === undefined || !decoding.converts(schema)) return [];
  return [{ parameter, schema, value: fallback.value }];
}

/** Values that cannot be one thing to code: never a wrong value in silence. */
export const checkDecoding: Rule = (subject) => {
  const { contract, diagnostics } = subject;
  const options = codecOptions(contract);
  const hasWords = Array.from(everySchema(contract)).some((each) => ownTarget(each) !== undefined);
  if (Object.keys(options.decode || {}).length === 0 && !hasWords) return;
  const decoding = new Decoding(options);
  checkOwn(subject);
  new Disagreements(decoding, diagnostics).find(rootSchemas(contract));
  checkWritable(subject, decoding);
  checkDefaults(subject, decoding, options);
};
