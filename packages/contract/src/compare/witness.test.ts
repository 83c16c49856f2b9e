import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareContracts } from './compare-contracts.js';
import { readDocument } from './read-document.js';
import { withWitnesses } from './witness.js';

const folder = join(import.meta.dirname, '..', '..', 'testdata', 'compare');

test('every break of a schema has a value that the writer accepts and the reader refuses', async () => {
  let found = 0;
  for (const name of readdirSync(folder)) {
    const [old, now] = [
      readDocument('old.yaml', 'old', join(folder, name)),
      readDocument('new.yaml', 'new', join(folder, name)),
    ];
    const { changes, breaks } = compareContracts(old, now, { today: '2026-02-01' });
    const told = await withWitnesses(changes, breaks);
    expect(told.map(({ witness: _witness, ...change }) => change)).toEqual(changes);
    const without = breaks.filter(({ change }) => told[changes.indexOf(change)]?.witness === undefined);
    expect([name, without.map(({ change }) => change.rule)]).toEqual([name, []]);
    found += breaks.length;
  }
  expect(found).toBeGreaterThanOrEqual(10);
});

test('the old side accepts the witness of a request, the new side that of a response', async () => {
  const directory = join(folder, 'request-narrowed-response-narrowed');
  const narrowed = compareContracts(
    readDocument('old.yaml', 'old', directory),
    readDocument('new.yaml', 'new', directory),
    { today: '2026-02-01' },
  );
  const [request] = await withWitnesses(narrowed.changes, narrowed.breaks);
  expect(request?.witness).toMatchObject({ acceptedBy: 'old' });
  const widened = compareContracts(
    readDocument('new.yaml', 'old', directory),
    readDocument('old.yaml', 'new', directory),
    { today: '2026-02-01' },
  );
  const told = await withWitnesses(widened.changes, widened.breaks);
  expect(told.map(({ level, witness }) => [level, witness?.acceptedBy])).toEqual([
    ['additive', undefined],
    ['breaking', 'new'],
  ]);
});
