import type { Place } from '../model.js';
import type { Change, Witness } from './change.js';
import { type Bump, requiredBump } from './required-bump.js';

function at(place: Place | undefined): string {
  return place === undefined ? '' : `${place.file}:${place.line}:${place.column}`;
}

const levels = ['breaking', 'additive', 'neutral'] as const;

const advice: Readonly<Record<Bump, string>> = {
  none: 'nothing that anybody could notice changed',
  patch: 'the next version is at least a patch',
  minor: 'the next version is at least a minor',
  major: 'the next version is a major: consumers have to change',
};

/** `3 breaking, 1 additive: the next version is …`. */
export function summary(changes: readonly Change[]): string {
  const counts = levels.flatMap((level) => {
    const count = changes.filter((each) => each.level === level).length;
    return count === 0 ? [] : [`${count} ${level}`];
  });
  const verdict = advice[requiredBump(changes)];
  return counts.length === 0 ? verdict : `${counts.join(', ')}: ${verdict}`;
}

/** What is longer is cut: `--json` has it whole. */
const longest = 120;

/** The value of a witness, as long as fits. */
export function shownValue({ value }: Witness): string {
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text;
}

/** Who accepts the witness and who refuses it. */
function witnessLine({ witness }: Change): string | undefined {
  if (witness === undefined) return undefined;
  const other = witness.acceptedBy === 'old' ? 'new' : 'old';
  return `${shownValue(witness)} is accepted by the ${witness.acceptedBy} contract and refused by the ${other} one`;
}

/** Breaking changes first; in each level by operation, in document order. */
export function byLevel(changes: readonly Change[]): readonly Change[] {
  return levels.flatMap((level) => changes.filter((each) => each.level === level));
}

/** For a terminal: two or three lines a change, and a last line with the verdict. */
export function printText(changes: readonly Change[]): string {
  const blocks = byLevel(changes).map((change) => {
    const where = change.operation === undefined ? '' : `${change.operation}: `;
    const witness = witnessLine(change);
    return [
      `${change.level}${change.caution ? ' (caution)' : ''} ${change.rule}`,
      `  ${where}${change.message}`,
      `  ${at(change.old) || '(nothing)'} → ${at(change.new) || '(nothing)'}`,
      ...(witness === undefined ? [] : [`  ${witness}`]),
    ].join('\n');
  });
  return [...blocks, summary(changes)].join('\n');
}
