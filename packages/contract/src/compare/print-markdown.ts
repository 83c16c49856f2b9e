import type { Place } from '../model.js';
import type { Change } from './change.js';
import { byLevel, shownValue, summary } from './print-text.js';

/** Text within a cell of a table: no markup, no line, no column of its own. */
function cell(text: string): string {
  return text.replaceAll(/[\\|`*_<>[\]]/g, '\\$&').replaceAll(/\s+/g, ' ');
}

function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')}${fence}`;
}

function at(place: Place | undefined): string {
  return place === undefined ? '' : code(`${place.file}:${place.line}`);
}

function row(change: Change): string {
  const { witness } = change;
  const value =
    witness === undefined
      ? ''
      : `<br>${code(shownValue(witness))} is refused by the ${witness.acceptedBy === 'old' ? 'new' : 'old'} contract`;
  const level = change.level === 'breaking' ? '**breaking**' : change.level;
  const what = `${cell(change.message)}${value}<br><sub>${code(change.rule)}</sub>`;
  return `| ${level} | ${cell(change.operation ?? '')} | ${what} | ${[at(change.old), at(change.new)].join(' → ')} |`;
}

/** For a pull request: the verdict and a table, breaking changes first. */
export function printMarkdown(changes: readonly Change[]): string {
  const heading = `### Contract: ${summary(changes)}`;
  if (changes.length === 0) return heading;
  const table = ['| | Operation | Change | Old → new |', '|---|---|---|---|', ...byLevel(changes).map(row)];
  return [heading, '', ...table].join('\n');
}
