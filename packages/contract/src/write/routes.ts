import type { Contract, Operation } from '../model.js';
import { pathShape } from '../path-shape.js';
import { normalizedSegment } from '../runtime/server/path-segment.js';
import { propertyKey, quote } from './quote.js';

const template = /\{([^}]*)\}/g;

/** Digits by which segments are put in order; of mixed ones that with more text comes first: `{id}.tar.gz`, `{id}.gz`. */
function kindOf(segment: string): string {
  if (/^\{[^}]*\}$/.test(segment)) return '2000';
  if (!segment.includes('{')) return '0000';
  return String(1999 - Math.min(segment.replaceAll(template, '').length, 999));
}

/**
 * Fixed segments before mixed ones before parameters, from left to right: the order that API Gateway tries them in.
 * Paths with an empty segment (`/orders/`) come first of all: a request with one fits no other path, while the functions
 * below do not ask whether what stands for a parameter is empty.
 */
function rank(path: string): string {
  const segments = path.split('/');
  const kinds = segments.map(kindOf);
  return `${segments.includes('', 1) ? 0 : 1}${kinds.join('')}`;
}

interface SegmentTest {
  readonly condition?: string;
  /** Members of the object of path parameters. */
  readonly taken: readonly string[];
  /** Declaration outside of the function, and the statement that must come before the test. */
  readonly outside?: string;
  readonly before?: string;
}

/** Text of a path as requests have it. */
function sent(text: string): string {
  try {
    return normalizedSegment(text.replaceAll(/[^%]+/g, encodeURI));
  } catch {
    // A lone surrogate, or a `%` that begins nothing: no request has it.
    return text;
  }
}

/** A segment that is text and parameters mixed: `report.{format}`. */
function mixed(segment: string, index: number, id: string): SegmentTest {
  const source = segment
    .split(template)
    .map((part, at) => (at % 2 === 1 ? '(.+)' : sent(part).replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')))
    .join('');
  const names = Array.from(segment.matchAll(template), ([, name = '']) => name);
  const match = `match${id}`;
  return {
    outside: `const pattern${id} = new RegExp(${quote(`^${source}$`)});\n`,
    before: `      const ${match} = pattern${id}.exec(segments[${index}] ?? '');\n`,
    condition: `${match} !== null`,
    taken: names.map((name, at) => `${propertyKey(name)}: ${match}[${at + 1}] ?? ''`),
  };
}

function segmentTest(segment: string, index: number, id: string): SegmentTest {
  if (/^\{[^}]*\}$/.test(segment))
    return { taken: [`${propertyKey(segment.slice(1, -1))}: segments[${index}] ?? ''`] };
  if (segment.includes('{')) return mixed(segment, index, id);
  return { condition: `segments[${index}] === ${quote(sent(segment))}`, taken: [] };
}

interface RouteTest {
  readonly length: number;
  /** Whether every path of the length fits, so that nothing is reached after the test. */
  readonly isLast: boolean;
  /** Declarations outside of the function. */
  readonly outside: string;
  readonly statements: string;
}

function segmentTests(path: string, id: number): SegmentTest[] {
  const segments = path.split('/').slice(1);
  return segments.map((segment, index) => segmentTest(segment, index, `${id}_${index}`));
}

/** Operations of one path, whatever their parameters are called: each finds its value under its own name. */
function routeTest(operations: readonly Operation[], id: number): RouteTest {
  const spellings = [...new Set(operations.map(({ path }) => path))].map((path) => segmentTests(path, id));
  const [parts = []] = spellings;
  const conditions = parts.flatMap(({ condition }) => condition ?? []);
  const byMethod = new Map<string, string>();
  for (const { method, operationId } of operations)
    if (!byMethod.has(method)) byMethod.set(method, `${method.toUpperCase()}: ${quote(operationId)}`);
  const taken = [...new Set(spellings.flat().flatMap((each) => each.taken))].join(', ');
  const before = parts.map((each) => each.before ?? '').join('');
  const test = conditions.length === 0 ? '' : `if (${conditions.join(' && ')}) `;
  const outside = [
    `const methods${id} = { ${[...byMethod.values()].join(', ')} };\n`,
    ...parts.flatMap((each) => each.outside ?? []),
  ];
  return {
    length: parts.length,
    isLast: conditions.length === 0,
    outside: outside.join(''),
    statements: `${before}      ${test}return { methods: methods${id}, path: { ${taken} } };\n`,
  };
}

/** So many tests in one function: TypeScript gives up on some two thousand conditions in a row (TS2563). */
const mostTests = 200;

/** What is done with the paths of one length: tests where they are few, else functions of them, tried in turn. */
function lengthCase(length: number, tests: readonly RouteTest[]): { outside: string; text: string } {
  const statements = tests.map((each) => each.statements);
  const isEnded = tests.at(-1)?.isLast === true;
  const end = isEnded ? '' : '      break;\n';
  if (statements.length <= mostTests)
    return { outside: '', text: `    case ${length}: {\n${statements.join('')}${end}    }\n` };
  const parts = Array.from({ length: Math.ceil(statements.length / mostTests) }, (_, at) =>
    statements.slice(at * mostTests, (at + 1) * mostTests),
  );
  const functions = parts.map((part, at) => {
    const none = isEnded && at === parts.length - 1 ? '' : '  return undefined;\n';
    return `${signature(`route${length}_${at}`)} {\n${part.join('')}${none}}\n`;
  });
  const calls = parts.map((_, at) => `route${length}_${at}(segments)`);
  return { outside: functions.join(''), text: `    case ${length}:\n      return ${calls.join(' ?? ')};\n` };
}

/** @param prefix of a parameter that nothing uses, which type checkers may be told to refuse. */
function signature(name: string, prefix = ''): string {
  return `function ${name}(${prefix}segments: readonly string[]): runtime.Route | undefined`;
}

/** A function that finds the methods of a path: by the number of its segments, then by comparing them. */
export function routes(contract: Contract): string {
  const byShape = new Map<string, Operation[]>();
  for (const each of contract.operations) {
    const shape = pathShape(each.path);
    const beside = byShape.get(shape);
    if (beside === undefined) byShape.set(shape, [each]);
    else beside.push(each);
  }
  const ranked = Array.from(byShape, ([shape, operations], at) => ({ operations, at, rank: rank(shape) }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.at - b.at));
  const tests = ranked.map(({ operations }, id) => routeTest(operations, id));
  const lengths = [...new Set(tests.map(({ length }) => length))].sort((a, b) => a - b);
  const cases = lengths.map((length) =>
    lengthCase(
      length,
      tests.filter((each) => each.length === length),
    ),
  );
  const outside = [...tests, ...cases].map((each) => each.outside).join('');
  const body =
    cases.length === 0 ? '' : `  switch (segments.length) {\n${cases.map(({ text }) => text).join('')}  }\n`;
  const unused = cases.length === 0 ? '_' : '';
  return `${outside}${signature('route', unused)} {\n${body}  return undefined;\n}\n`;
}
