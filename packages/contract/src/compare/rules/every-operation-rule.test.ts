import { changesOf, documentedLevels, expectation, levelOf, rowsOf } from '../pair-fixture.js';
import { operationRules } from './operation-rules.js';

/** One side, another, and what is told when the first becomes the second, and the other way about. */
type Row = readonly [object, object, string | readonly string[], string | readonly string[]];

const documented = documentedLevels('Operations, messages and the document');

/** Both ways of every row of a file. */
function casesOf(name: string) {
  return Object.entries(rowsOf<Record<string, readonly Row[]>>(name)).flatMap(([section, rows]) =>
    rows.flatMap(([one, other, forth, back], index) => [
      { title: `${section} ${index + 1}`, old: one, now: other, told: [forth].flat() },
      { title: `${section} ${index + 1}, the other way about`, old: other, now: one, told: [back].flat() },
    ]),
  );
}

const [ofOperations, ofDocuments] = [casesOf('operations.yaml'), casesOf('documents.yaml')];

const done = { responses: { '200': { description: 'Done' } } };
const url = '{$request.body#/url}';
const hosts = [
  { prefix: '', column: 0, put: (post: object) => ({ paths: { '/v1/things': { post } } }) },
  { prefix: 'webhook-', column: 1, put: (post: object) => ({ webhooks: { Thing: { post } } }) },
  {
    prefix: 'callback-',
    column: 1,
    put: (post: object) => ({
      paths: { '/v1/things': { put: { ...done, callbacks: { done: { [url]: { post } } } } } },
    }),
  },
] as const;

function expected(told: readonly string[], column: 0 | 1, prefix = ''): string[] {
  return told.flatMap((text) => {
    const { rule, levels, said } = expectation(text, documented);
    return levels[column] === '-' ? [] : [`${levels[column]} ${prefix}${rule}${said}`];
  });
}

test.each(ofOperations)('of an operation: $title', ({ old, now, told }) => {
  for (const { prefix, column, put } of hosts) {
    const changes = changesOf(put({ ...done, ...old }), put({ ...done, ...now }));
    // What names an operation without an id.
    const derived = /\bpost[A-Z]\w+/g;
    const lines = changes.map(
      (each) => `${levelOf(each)} ${each.rule}: ${each.message.replaceAll(derived, 'DERIVED')}`,
    );
    expect(lines).toEqual(expected(told, column, prefix));
  }
});

test.each(ofDocuments)('of a document: $title', ({ old, now, told }) => {
  const lines = changesOf(old, now).map(
    (each) =>
      `${levelOf(each)} ${each.rule}: ${each.message}${each.operation === undefined ? '' : ` | ${each.operation}`}`,
  );
  expect(lines.sort()).toEqual(expected(told, 0).sort());
});

test('nothing is told where nothing changed', () => {
  for (const { put } of hosts) {
    for (const { old } of ofOperations) {
      const document = put({ ...done, ...old });
      expect(changesOf(document, document)).toEqual([]);
    }
  }
  for (const { old } of ofDocuments) expect(changesOf(old, old)).toEqual([]);
});

test('every rule is told by a row', () => {
  const texts = [...ofOperations, ...ofDocuments].flatMap(({ told }) => told);
  const told = new Set(texts.map((text) => expectation(text, documented).rule));
  expect(operationRules.map(({ id }) => id).filter((id) => !told.has(id))).toEqual([]);
});
