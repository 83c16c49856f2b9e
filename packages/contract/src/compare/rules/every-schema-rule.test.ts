import { changesOf, documentedLevels, expectation, levelOf, rowsOf } from '../pair-fixture.js';
import { schemaRules } from './schema-rules.js';

/** One schema, another, and what is told when the first becomes the second, and the other way about. */
type Row = readonly [object, object, string | readonly string[], string | readonly string[]];

const documented = documentedLevels('Schemas');
const sections = rowsOf<Record<string, readonly Row[]>>('schemas.yaml');

const cases = Object.entries(sections).flatMap(([section, rows]) =>
  rows.flatMap(([one, other, forth, back], index) => [
    { title: `${section} ${index + 1}`, old: one, now: other, told: [forth].flat() },
    { title: `${section} ${index + 1}, the other way about`, old: other, now: one, told: [back].flat() },
  ]),
);

const animal = (kind: string) => ({
  type: 'object',
  required: ['kind'],
  properties: { kind: { const: kind }, sort: { const: kind } },
});
const components = { schemas: { Cat: animal('cat'), Dog: animal('dog'), Cow: animal('cow') } };

/** The schema as a property and as the whole of messages of an operation, and as a property of a webhook's. */
function documentOf(schema: object): object {
  const messages = (body: object) => ({
    requestBody: { required: true, content: { 'application/json': { schema: body } } },
    responses: { '200': { description: 'Done', content: { 'application/json': { schema: body } } } },
  });
  const within = { type: 'object', properties: { value: schema } };
  return {
    components,
    paths: { '/v1/things': { post: messages(within), put: messages(schema) } },
    webhooks: { Thing: { post: messages(within) } },
  };
}

const sites = [
  { operation: 'POST /v1/things', message: 'request', place: 'request-property', column: 0 },
  { operation: 'POST /v1/things', message: 'response', place: 'response-property', column: 1 },
  { operation: 'PUT /v1/things', message: 'request', place: 'request-body', column: 0 },
  { operation: 'PUT /v1/things', message: 'response', place: 'response-body', column: 1 },
  { operation: 'webhook Thing', message: 'request', place: 'webhook-request-property', column: 1 },
  { operation: 'webhook Thing', message: 'response', place: 'webhook-response-property', column: 0 },
] as const;
type Site = (typeof sites)[number];

/** `breaking min-set: minimum was set to 1`, of one place; `at` names what is below it. */
function toldAt({ operation, message, place }: Site, told: ReturnType<typeof changesOf>): string[] {
  const own = told.filter((each) => each.operation === operation && each.rule.includes(`${message}-`));
  return own.map((change) => {
    const [, path = '', what] =
      /^the (?:request body|response 200)(?: '(?:value\/?)?(.*?)')?: (.*)$/.exec(change.message) ?? [];
    const rule = change.rule
      .replace(/-(read|write)-only-property-/, '-property-')
      .replace(
        `${path === '' || /^(\[\d*\]|(any|one)Of\[.*\])$/.test(path) ? place : place.replace('body', 'property')}-`,
        '',
      );
    return `${levelOf(change)} ${rule}${path === '' ? '' : ` at ${path}`}: ${what}`;
  });
}

test.each(cases)('$title', ({ old, now, told }) => {
  const changes = changesOf(documentOf(old), documentOf(now));
  for (const site of sites) {
    const expected = told.flatMap((text) => {
      const { rule, levels, said } = expectation(text, documented);
      const level = levels[site.column];
      return level === '-' ? [] : [`${level} ${rule}${said}`];
    });
    expect([site.place, ...toldAt(site, changes).sort()]).toEqual([site.place, ...expected.sort()]);
  }
});

test('nothing is told where nothing changed', () => {
  for (const { old } of cases) expect(changesOf(documentOf(old), documentOf(old))).toEqual([]);
});

test('every rule is told by a row', () => {
  const told = new Set(cases.flatMap((each) => each.told.map((text) => expectation(text, documented).rule)));
  expect(schemaRules.map(({ id }) => id).filter((id) => !told.has(id))).toEqual([]);
});
