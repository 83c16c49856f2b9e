import type { Contract, Operation } from '../../model.js';
import { whoMay } from '../who-may.js';
import { furtherReading } from './further-reading.js';

/** Text of a table's cell: a bar would begin the next one, a line break the next row, and `<` HTML. */
export function cell(text: string): string {
  return text
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .trim();
}

/** Code in a cell: a longer fence holds what has backticks itself (CommonMark, 6.1). */
function code(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const padded = longest > 0 ? ` ${text} ` : text;
  return `${fence}${padded.replaceAll('|', '\\|')}${fence}`;
}

function row(operation: Operation): string {
  const { operationId, method, path, summary = '', deprecated, externalDocs } = operation;
  const about = [cell(summary), furtherReading(externalDocs)].filter((each) => each !== '').join(' ');
  const old = deprecated ? '**Deprecated.** ' : '';
  return `| ${code(operationId)} | ${code(`${method.toUpperCase()} ${path}`)} | ${cell(whoMay(operation))} | ${old}${about} |\n`;
}

/** A table of the operations for a README: name, address, who may call, and what it does. */
export function operationTable({ operations }: Contract): string {
  return `| operation | method path | who may | summary |\n|---|---|---|---|\n${operations.map(row).join('')}`;
}
