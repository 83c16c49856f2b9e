import { catalogue, type Diagnostic, type DiagnosticCode, Diagnostics } from '../diagnostics.js';
import type { Place } from '../model.js';
import { type Located, type LocatedMap, toJson } from '../read/located.js';
import type { Document } from './document.js';

/** A warning that the contract's owner has decided to live with, below the object that says so. */
interface Ignore {
  readonly code: DiagnosticCode;
  readonly place: Place;
  /** Pointer of the object that carries it; what stands at or below it is ignored. */
  readonly scope: string;
}

const field = 'x-atoll-ignore';

/** Fields that hold data, in which the field's name would mean nothing. */
const data = new Set(['example', 'examples', 'default', 'const', 'enum', 'value']);

function carriers(node: Located, isMapOfNames = false): LocatedMap[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap((item) => carriers(item));
  const inner = Array.from(node.entries).flatMap(([name, value]) =>
    !isMapOfNames && (data.has(name) || name === field) ? [] : carriers(value, name === 'properties'),
  );
  return node.get(field) !== undefined && !isMapOfNames ? [node, ...inner] : inner;
}

function isCode(code: unknown): code is DiagnosticCode {
  return typeof code === 'string' && Object.hasOwn(catalogue, code);
}

function readIgnore(node: Located, scope: string, diagnostics: Diagnostics): Ignore[] {
  const refuse = (what: string) => {
    diagnostics.error('invalid-ignore', node.place, what);
    return [];
  };
  if (node.kind !== 'map') return refuse(`each entry of '${field}' is an object with 'code' and 'reason'`);
  const { code, reason, ...others } = toJson(node) as Record<string, unknown>;
  if (!isCode(code)) return refuse(`there is no code ${JSON.stringify(code) ?? 'given'} to ignore`);
  if (typeof reason !== 'string' || reason.trim() === '')
    return refuse(`${code} is ignored without a reason`);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return refuse(`'${unknown}' is no field of an ignore`);
  return [{ code, place: node.place, scope }];
}

function readIgnores(carrier: LocatedMap, diagnostics: Diagnostics): Ignore[] {
  const node = carrier.get(field);
  if (node?.kind === 'list')
    return node.items.flatMap((item) => readIgnore(item, carrier.place.pointer, diagnostics));
  const place = node?.place ?? carrier.place;
  diagnostics.error('invalid-ignore', place, `'${field}' is a list of { code, reason }`);
  return [];
}

/** The root of the document speaks for all files of the contract, any other object for what stands below it. */
function covers({ code, scope, place }: Ignore, diagnostic: Diagnostic, root: string): boolean {
  const { file, pointer } = diagnostic.place;
  if (diagnostic.severity !== 'warning' || diagnostic.code !== code) return false;
  if (scope === '' && place.file === root) return true;
  return file === place.file && (pointer === scope || pointer.startsWith(`${scope}/`));
}

/**
 * Leaves out the warnings that `x-atoll-ignore: [{ code, reason }]` covers, and tells ignores that have no reason,
 * name no code or cover nothing.
 *
 * @param files of the contract as places name them, the document first.
 */
export function withoutIgnored(
  found: readonly Diagnostic[],
  document: Document,
  files: readonly string[],
): readonly Diagnostic[] {
  const [root = ''] = files;
  const diagnostics = new Diagnostics();
  const ignores = files
    .filter((file) => document.mentions(file, field))
    .flatMap((file) => document.node({ file, line: 1, column: 1, pointer: '' }) ?? [])
    .flatMap((node) => carriers(node))
    .flatMap((carrier) => readIgnores(carrier, diagnostics));
  for (const ignore of ignores) {
    if (found.some((each) => covers(ignore, each, root))) continue;
    const what = `there is no warning ${ignore.code} here to ignore`;
    diagnostics.warning('unused-ignore', ignore.place, what);
  }
  const kept = found.filter((each) => !ignores.some((ignore) => covers(ignore, each, root)));
  return [...kept, ...diagnostics.all];
}
