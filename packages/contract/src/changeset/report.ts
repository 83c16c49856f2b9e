import type { Fault } from './fault.js';
import type { MissingPromise } from './missing-promises.js';
import type { SinceBase } from './since-base.js';

/** A contract whose change is promised too small a bump, with the exact file that mends it. */
export function changesetFault({ changed, promised, file, content }: MissingPromise): Fault {
  const says = promised === undefined ? 'promises nothing' : `promises ${promised}`;
  const verb = promised === undefined ? 'add' : 'let this be';
  const details = changed.lines.map((line) => `\n  ${line}`).join('');
  return {
    code: 'changeset-missing',
    severity: 'error',
    place: { file: changed.file, line: 1, column: 1, pointer: '' },
    what: `the change needs ${changed.bump}, and the branch ${says}${details}`,
    why: 'A version tells consumers what they can take without a look; too small a one breaks them unasked.',
    remedy: `\`npx contract changeset\`, or ${verb} ${file}:\n\n${content}`,
  };
}

/** Every changed contract that has its changeset, and the count. */
export function printSinceBase({ changed, missing }: SinceBase, revision: string): string {
  const short = new Set(missing.map((each) => each.changed));
  const kept = changed
    .filter((each) => !short.has(each))
    .map(({ file, bump }) => `${file} needs ${bump}, which the branch promises`);
  const summary = `${changed.length} contracts changed since ${revision}: ${missing.length} without the changeset that they need`;
  return [...kept, summary].join('\n');
}
