import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContract } from '../read/contract.js';
import { writeClient } from './client.js';
import type { GeneratedFile } from './generated-file.js';
import { writeService } from './service.js';

const directory = mkdtempSync(join(tmpdir(), 'texts '));
afterAll(() => rmSync(directory, { recursive: true }));

const document = `openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
externalDocs: { url: https://docs.example, description: The guide }
paths:
  /v1/things:
    get:
      operationId: getThing
      parameters:
        - { name: size, in: query, description: How large, deprecated: true, schema: { type: integer } }
      responses:
        '200':
          description: It
          headers:
            ETag: { required: true, description: "Its version\\nas text", schema: { type: string } }
            X-Old: { deprecated: true, schema: { type: integer } }
            X-Plain: { schema: { type: integer } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }
        '404': { description: None, headers: { X-Plain: { schema: { type: integer } } } }
webhooks:
  Made: { post: { operationId: made, externalDocs: { url: https://docs.example/made }, requestBody: { content: { application/json: { schema: { type: object } } } } } }
components:
  schemas:
    Thing:
      type: object
      externalDocs: { url: https://docs.example/thing, description: About things }
      properties:
        id: { type: string, description: Its name, externalDocs: { url: https://docs.example/id } }
        own: { type: string }
`;

let client: readonly GeneratedFile[];
let service: readonly GeneratedFile[];
beforeAll(() => {
  writeFileSync(join(directory, 'openapi.yaml'), document);
  const { contract, diagnostics } = readContract('openapi.yaml', directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  client = writeClient(contract);
  service = writeService(contract);
});
const textOf = (files: readonly GeneratedFile[], path: string) =>
  files.find((each) => each.path === path)?.text;

test('each header of an answer has what the contract says of it', () => {
  const members = `{
      /**
       * Its version
       * as text
       */
      readonly etag: GetThing200HeaderEtag;
      /** @deprecated */
      readonly "x-old"?: GetThing200HeaderXOld;
      readonly "x-plain"?: GetThing200HeaderXPlain;
      readonly [name: string]: unknown;
    }`;
  for (const text of [textOf(client, 'operations.ts'), textOf(service, 'contract.ts')]) {
    expect(text).toContain(`readonly status: 200; readonly headers: ${members}; readonly body`);
    expect(text).toMatch(
      /readonly status: 404; readonly headers\??: \{ readonly "x-plain"\?: GetThing404HeaderXPlain; /,
    );
  }
});

test('a parameter has what the contract says of it', () => {
  const member = '    /**\n     * How large\n     * @deprecated\n     */\n    readonly size?: ';
  expect(textOf(client, 'operations.ts')).toContain(`${member}number;`);
  expect(textOf(service, 'contract.ts')).toContain(`${member}GetThingQuerySize;`);
});

test('schemas, their properties, events and the whole contract lead to further reading', () => {
  for (const files of [client, service]) {
    const schemas = textOf(files, 'schemas.ts');
    expect(schemas).toMatch(
      /\/\*\*\n \* @see \{@link https:\/\/docs\.example\/thing About things\}\n \* @see openapi\.yaml:\d+\n \*\/\nexport interface Thing/,
    );
    expect(schemas).toContain(
      '  /**\n   * Its name\n   * @see https://docs.example/id\n   */\n  readonly id?: string;\n  readonly own?: string;\n',
    );
    expect(textOf(files, 'events.ts')).toMatch(/ \* @see https:\/\/docs\.example\/made\n \* @see openapi/);
  }
  const guide = ' * @see {@link https://docs.example The guide}\n */\nexport';
  expect(textOf(client, 'index.ts')).toContain(`bound to one server.\n${guide} function thingsClient`);
  expect(textOf(service, 'contract.ts')).toContain(`may answer.\n${guide} interface Contract`);
});
