import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { isScalar, LineCounter, parseDocument, type Scalar } from 'yaml';
import type { Fault } from './fault.js';

function versionNode(text: string, lines?: LineCounter): Scalar | undefined {
  const document = parseDocument(text, lines === undefined ? {} : { lineCounter: lines });
  const node: unknown = document.getIn(['info', 'version'], true);
  return isScalar(node) ? node : undefined;
}

/** The version of the client package that a contract stands in. Undefined where it stands elsewhere. */
export function packageVersion(contractFile: string): string | undefined {
  const manifest = join(dirname(contractFile), 'package.json');
  if (!dirname(contractFile).endsWith('-client') || !existsSync(manifest)) return undefined;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version?: string };
  return version;
}

/** A contract whose `info.version` is another than its package's. Undefined when they agree, or there is no package. */
export function versionFault(contractFile: string, directory: string): Fault | undefined {
  const wanted = packageVersion(contractFile);
  if (wanted === undefined) return undefined;
  const lines = new LineCounter();
  const node = versionNode(readFileSync(contractFile, 'utf8'), lines);
  if (node === undefined || String(node.value) === wanted) return undefined;
  const { line, col } = lines.linePos(node.range?.[0] ?? 0);
  const file = relative(directory, contractFile).replaceAll('\\', '/');
  return {
    code: 'version-differs',
    severity: 'error',
    place: { file, line, column: col, pointer: '/info/version' },
    what: `info.version is ${String(node.value)}, and the package beside it has version ${wanted}`,
    why: 'Who reads the contract and who installs the client must mean the same by a version.',
    remedy: '`npx contract changeset --sync` writes the version of the package; a release moves both.',
  };
}

/** The contract's text with this `info.version`, and not a byte else changed. */
export function withVersion(text: string, version: string): string {
  const node = versionNode(text);
  const range = node?.range;
  if (node === undefined || range === undefined || range === null) return text;
  const quote = node.type === 'QUOTE_DOUBLE' ? '"' : node.type === 'QUOTE_SINGLE' ? "'" : '';
  return `${text.slice(0, range[0])}${quote}${version}${quote}${text.slice(range[1])}`;
}
