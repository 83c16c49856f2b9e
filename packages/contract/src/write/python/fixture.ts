import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { python } from '../../commands/python.js';
import type { CodecOptions } from '../../model.js';

/** Why generated code cannot be run here; undefined where it can. */
function missing(): string | undefined {
  const needed =
    'import sys, importlib.metadata; assert sys.version_info >= (3, 11); importlib.metadata.version("jsonschema")';
  try {
    execFileSync('python3', ['-c', needed], { stdio: 'pipe' });
    return undefined;
  } catch {
    return 'python3 of at least 3.11 with jsonschema is not here';
  }
}

/** Tests that run what is generated; they are skipped, with the reason in their name, where Python is not ready for it. */
export function describeRun(name: string, body: () => void): void {
  const reason = missing();
  if (reason === undefined) describe(name, body);
  else describe.skip(`${name} (skipped: ${reason})`, body);
}

const document = `openapi: 3.1.0
info: { title: Notes, version: 1.0.0 }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  schemas:
    Note:
      description: A "note" with \\ and """
      type: object
      required: [text, id]
      additionalProperties: false
      properties:
        text: { type: string, minLength: 1, maxLength: 5, pattern: '^[a-z😀]+$' }
        id: { type: integer, readOnly: true }
        price: { type: number, multipleOf: 0.1 }
        huge: { type: number, multipleOf: 0.123456789 }
        never: { anyOf: [false, false] }
        class: { enum: [a, 1, null] }
        at: { type: string, format: date-time }
    Shape: { oneOf: [{ type: object, required: [r], properties: { r: { type: number } } }, { type: object, required: [w, h], properties: { w: { type: number }, h: { type: number } } }] }
    Tree: { type: object, properties: { name: { type: string }, children: { type: array, items: { $ref: '#/components/schemas/Tree' } } } }
    Both: { allOf: [{ $ref: '#/components/schemas/Note' }, { type: object, properties: { more: { type: boolean } } }] }
    Cat: { type: object, required: [kind, lives], properties: { kind: { const: cat }, lives: { type: integer } } }
    Dog: { type: object, required: [kind], properties: { kind: { enum: [dog, puppy] }, a: { type: string }, b: { type: string } } }
    Pet: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] }
    Prices: { type: object, additionalProperties: { type: integer } }
paths:
  /v1/notes/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer, minimum: 1 } }]
    get:
      operationId: getNote
      summary: Get a note
      security: [{ bearer: ['notes:read'] }]
      parameters:
        - { name: tag, in: query, schema: { type: array, items: { type: string } } }
        - { name: deep, in: query, style: deepObject, schema: { type: object, properties: { a: { type: integer } } } }
        - { name: X-Flag, in: header, schema: { type: boolean } }
        - { name: sid, in: cookie, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer, default: 20 } }
      responses:
        '200':
          description: It
          content:
            application/json: { schema: { $ref: '#/components/schemas/Note' } }
            text/plain: { schema: { type: string } }
        '404': { description: No, content: { application/problem+json: { schema: { type: object } } } }
    put:
      operationId: putNote
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
      responses: { '204': { description: Done } }
  /v1/notes/:
    delete: { operationId: dropNotes, responses: { '204': { description: Done } } }
  /v1/notes/special:
    get: { operationId: class, responses: { 2XX: { description: Any } } }
  /v1/shapes:
    post:
      operationId: addShape
      deprecated: true
      x-sunset: '2027-01-31'
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Shape' } }, application/x-www-form-urlencoded: { schema: { type: object, properties: { r: { type: number }, tags: { type: array, items: { type: string } }, meta: { type: object, additionalProperties: { type: string } } } } } } }
      responses: { '200': { description: It, content: { application/json: {} } } }
  /v1/pets: { post: { operationId: addPet, requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }, responses: { '204': { description: Done } } } }
  /v1/bytes:
    post:
      operationId: addBytes
      x-max-body-bytes: 4
      requestBody: { content: { image/png: {} } }
      responses: { '200': { description: It, content: { image/png: {} } } }
`;

/** Generates packages into a folder of its own. */
export class PythonFixture {
  readonly directory = mkdtempSync(join(tmpdir(), 'python package '));

  /** Writes `out` of a document; the exit code, and what was told. */
  generate(text: string, out: string, options: CodecOptions = {}): { code: number; told: string } {
    const told: string[] = [];
    const keep = (line: unknown) => void told.push(String(line));
    const spies = [
      jest.spyOn(console, 'log').mockImplementation(keep),
      jest.spyOn(console, 'error').mockImplementation(keep),
    ];
    writeFileSync(join(this.directory, 'openapi.yaml'), text);
    const code = python(join(this.directory, 'openapi.yaml'), join(this.directory, out), options);
    for (const spy of spies) spy.mockRestore();
    return { code, told: told.join('\n') };
  }

  /** The package `notes_api`, as the tests run it. */
  generateNotes(): void {
    const { code, told } = this.generate(document, 'notes_api');
    if (code !== 0) throw new Error(told);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}
