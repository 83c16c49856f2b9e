import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

test('a value on which a pattern explodes is no witness, and what breaks is told all the same', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'witness '));
  const write = (file: string, schema: string) =>
    writeFileSync(
      join(directory, file),
      `openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
paths:
  /v1/things:
    post:
      operationId: addThing
      requestBody: { content: { application/json: { schema: ${schema} } } }
      responses: { '204': { description: Done } }
`,
    );
  write('old.yaml', `{ type: string, enum: ['${'a'.repeat(60)}!'] }`);
  write('new.yaml', "{ type: string, pattern: '^([a-z.]|[^/])*/$' }");
  const [old, now] = [readDocument('old.yaml', 'old', directory), readDocument('new.yaml', 'new', directory)];
  const { changes, breaks } = compareContracts(old, now, { today: '2026-02-01' });
  rmSync(directory, { recursive: true });
  expect(changes.map(({ level }) => level)).toContain('breaking');
  expect(breaks.length).toBeGreaterThan(0);
  expect(await withWitnesses(changes, breaks)).toEqual(changes);
});
