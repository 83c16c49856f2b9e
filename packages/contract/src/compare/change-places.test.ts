import { changesOf, levelOf } from './pair-fixture.js';

type Messages = Record<string, unknown>;

const json = (schema: unknown) => ({ 'application/json': { schema } });
const responses = { '200': { description: 'Done' } };
const answer = (more: object) => ({ responses: { '200': { description: 'Done', ...more } } });
const body = (schema: unknown) => ({ requestBody: { content: json(schema) }, responses });
const parameter = (more: object) => ({ parameters: [{ name: 'a', in: 'query', ...more }], responses });
const object = (value: unknown) => ({ type: 'object', properties: { value } });

/** A text of messages that becomes shorter: where it stands, the id and levels of an operation's and a webhook's. */
const rows: readonly (readonly [string, (text: object) => Messages, string, string, string])[] = [
  ['a parameter', (text) => parameter({ schema: text }), 'request-parameter', 'breaking', 'neutral'],
  ['text in a parameter', (text) => parameter({ content: json(text) }), 'request-parameter', 'breaking', 'neutral'],
];
