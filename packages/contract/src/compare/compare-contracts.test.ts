import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareContracts } from './compare-contracts.js';
import { readDocument } from './read-document.js';

const folder = join(import.meta.dirname, '..', '..', 'testdata', 'compare');

/** A line a change: `breaking request-body-removed | POST /v1/things`. */
function told(name: string): string[] {
  const directory = join(folder, name);
  const old = readDocument('old.yaml', 'old', directory);
  const now = readDocument('new.yaml', 'new', directory);
  expect([...old.problems, ...now.problems]).toEqual([]);
  const { changes } = compareContracts(old, now, { today: '2026-02-01' });
  return changes.map(({ level, rule, operation }) => `${level} ${rule} | ${operation ?? 'document'}`);
}

function expected(name: string): string[] {
  return readFileSync(join(folder, name, 'expected.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

test.each(readdirSync(folder))('%s', (name) => {
  expect(told(name)).toEqual(expected(name));
});

test('taken by itself a value that is added breaks, whether readers know that the list may grow or not', () => {
  const directory = join(folder, 'open-enum-value-added');
  const [old, now] = [readDocument('old.yaml', 'old', directory), readDocument('new.yaml', 'new', directory)];
  const { changes } = compareContracts(old, now, { today: '2026-02-01', literal: true });
  expect(changes.map(({ level, rule }) => `${level} ${rule}`)).toContain(
    'breaking response-property-enum-value-added',
  );
});

test('a contract that is compared with itself has no changes', () => {
  for (const name of readdirSync(folder)) {
    const document = readDocument('new.yaml', 'old', join(folder, name));
    expect(
      compareContracts(document, readDocument('new.yaml', 'new', join(folder, name)), { today: '2026-02-01' })
        .changes,
    ).toEqual([]);
  }
});
