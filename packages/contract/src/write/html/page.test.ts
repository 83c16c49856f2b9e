import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Document } from '../../check/document.js';
import { docs } from '../../commands/docs.js';
import { readContract } from '../../read/contract.js';
import { anchor, escapeHtml, prose } from './markup.js';
import { writeHtml } from './page.js';

const directory = mkdtempSync(join(tmpdir(), 'docs '));
afterAll(() => rmSync(directory, { recursive: true }));

/** Every text of the document that a page shows, as JSON writes it. */
const evil = `</script><script>alert(1)</script><img src=x onerror=alert(1)>"'&\`😀\u2028`;
const text = JSON.stringify(evil);
const hostileUrl = JSON.stringify(`https://docs.example/${evil}`);
const word = JSON.stringify(evil.replaceAll(/[{}/?#]/g, ''));

function pageOf(document: string, changelog?: string): string {
  writeFileSync(join(directory, 'openapi.json'), document);
  const { contract, diagnostics } = readContract('openapi.json', directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return writeHtml(contract, {
    document: new Document(directory),
    packageName: evil,
    ...(changelog !== undefined && { changelog }),
  }).text;
}

const everywhere = `{
  "openapi": "3.1.0",
  "info": { "title": ${text}, "version": ${text}, "description": ${text} },
  "servers": [{ "url": "https://shop.example", "description": ${text} }],
  "externalDocs": { "url": ${text} },
  "tags": [{ "name": ${text}, "description": ${text}, "externalDocs": { "url": ${hostileUrl} } }],
  "paths": {
    "/v1/{id}": {
      "post": {
        "operationId": ${word}, "summary": ${text}, "description": ${text}, "tags": [${text}], "deprecated": true, "x-sunset": ${text},
        "externalDocs": { "url": "javascript:alert(1)", "description": ${text} },
        "security": [{ ${word}: [${text}] }],
        "parameters": [
          { "name": "id", "in": "path", "required": true, "description": ${text}, "schema": { "type": "string" }, "example": ${text} },
          { "name": ${word}, "in": "query", "required": true, "schema": { "enum": [${text}] } }
        ],
        "requestBody": { "description": ${text}, "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" }, "examples": { ${word}: { "value": ${text} } } } } },
        "responses": { "200": { "description": ${text}, "headers": { "X-A": { "description": ${text}, "deprecated": true, "schema": { "const": ${text} } } }, "content": { "text/plain": { "example": ${text} } } } }
      }
    }
  },
  "webhooks": { ${word}: { "post": { "summary": ${text}, "description": ${text}, "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } } } } },
  "components": {
    "securitySchemes": { ${word}: { "type": "oauth2", "flows": { "implicit": { "scopes": { ${text}: ${text} } } } } },
    "schemas": {
      "Thing": { "description": ${text}, "type": "object", "required": [${text}], "properties": { ${word}: { "description": ${text}, "externalDocs": { "url": ${hostileUrl}, "description": ${text} }, "default": ${text}, "pattern": "</script>", "format": ${text} } }, "patternProperties": { "<img>": true }, "discriminator": { "propertyName": ${text} }, "oneOf": [{ "$ref": "#/components/schemas/Other" }] },
      "Other": { "type": "object", "dependentRequired": { ${text}: [${text}] } }
    }
  }
}`;

test('no text of a contract becomes markup', () => {
  const page = pageOf(everywhere, evil);
  expect(page.match(/<script/g)).toEqual(['<script']);
  expect(page.match(/<\/script>/g)).toEqual(['</script>']);
  expect(page).not.toContain('<img');
  expect(page).not.toMatch(/href="(?!https:\/\/|#)/);
  expect(page).toContain('<code>javascript:alert(1)</code>');
  // Of every tag nothing but the names and attributes that the printer writes itself.
  const attributes = Array.from(page.matchAll(/<[a-z][^>]*?\s([a-z-]+)=/g), ([, name]) => name);
  expect(attributes.filter((name) => name?.startsWith('on'))).toEqual([]);
  expect(page.split(escapeHtml(evil)).length).toBeGreaterThan(20);
});

test('nothing is loaded from anywhere, and the policy says so', () => {
  const page = pageOf(everywhere);
  expect(page.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\ssrc=|<link|@import|url\(/);
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  expect(policy).toMatch(
    /^default-src &#39;none&#39;; .*script-src &#39;sha256-[\w+/]{43}=&#39;; base-uri &#39;none&#39;/,
  );
});

test('every id is there once and every link of the page leads to one', () => {
  const page = pageOf(everywhere, 'changes');
  const ids = Array.from(page.matchAll(/\sid="([^"]*)"/g), ([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = Array.from(page.matchAll(/href="#([^"]*)"/g), ([, id]) => id);
  expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
  expect(targets).toContain('changelog');
});

test('every tag that is opened is closed in its order', () => {
  const page = pageOf(everywhere, 'changes').replace(
    /<script>[\s\S]*<\/script>|<style>[\s\S]*<\/style>/g,
    '',
  );
  const open: string[] = [];
  for (const [, closing, name = ''] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
    if (closing === '') {
      if (!['meta', 'input', 'br'].includes(name)) open.push(name);
    } else expect(open.pop()).toBe(name);
  }
  expect(open).toEqual([]);
});

const shop = `openapi: 3.1.0
info: { title: Shop, version: 1.2.0 }
servers: [{ url: 'https://{region}.shop.example/', variables: { region: { default: eu } } }]
paths:
  /v1/orders/{id}:
    put:
      operationId: putOrder
      externalDocs: { url: 'https://docs.example/orders' }
      tags: [orders]
      security: [{ bearer: ['orders:write', admin] }, {}]
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, minLength: 2, maxLength: 2 }, example: a/b }
        - { name: tag, in: query, required: true, schema: { type: array, items: { type: string } }, example: [x, "it's"] }
        - { name: X-Trace, in: header, required: true, schema: { type: string }, example: 't 1' }
        - { name: sid, in: cookie, required: true, schema: { type: string }, example: s }
        - { name: more, in: query, schema: { type: boolean, default: false } }
      requestBody: { content: { application/json: { schema: { $ref: 'more.yaml#/Order' }, example: { name: "O'Neil", lines: [1, 2] } } } }
      responses:
        '200': { description: Done, content: { application/json: { schema: { $ref: 'more.yaml#/Order' } } } }
  /v1/form:
    post:
      operationId: sendForm
      security: [{ key: [] }]
      requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object }, example: { a: [1, 2], b: c d } } } }
      responses: {}
  /v1/file:
    post:
      operationId: sendFile
      security: [{ cookie: [] }]
      requestBody: { content: { multipart/form-data: { schema: { type: object } } } }
      responses: {}
      callbacks: { done: { '{$request.body#/url}': { post: { summary: It is done, requestBody: { content: { application/json: { schema: { type: integer } } } }, responses: { '204': { description: Taken } } } } } }
externalDocs: { url: 'https://docs.example', description: The guide }
tags: [{ name: orders, description: 'What is bought, see \`putOrder\`', externalDocs: { url: /orders.html } }, { name: bare }]
components:
  securitySchemes:
    bearer: { type: http, scheme: bearer }
    key: { type: apiKey, in: query, name: api_key }
    cookie: { type: apiKey, in: cookie, name: sid }
`;
const more = `Order:
  type: object
  required: [name]
  externalDocs: { url: 'https://docs.example/order', description: Of orders }
  properties:
    name: { type: string, minLength: 1, maxLength: 9 }
    lines: { type: array, items: { type: integer, minimum: 1 } }
    parent: { $ref: '#/Order' }
`;

describe('a page', () => {
  let page: string;
  beforeAll(() => {
    writeFileSync(join(directory, 'more.yaml'), more);
    page = pageOf(shop);
  });
  const shown = (code: string) => expect(page).toContain(escapeHtml(code));

  test('shows each call by curl, quoted for the shell', () => {
    shown(`curl -X PUT 'https://eu.shop.example/v1/orders/a%2Fb?tag=x&tag=it%27s' \\
  -H "authorization: Bearer $TOKEN" \\
  -H 'x-trace: t 1' \\
  -b sid=s \\
  -H 'content-type: application/json' \\
  --data-raw '{"name":"O'\\''Neil","lines":[1,2]}'`);
    shown(`curl -X POST https://eu.shop.example/v1/form"?api_key=$API_KEY" \\
  -H 'content-type: application/x-www-form-urlencoded' \\
  --data-raw 'a=1&a=2&b=c%20d'`);
    shown(`-H "cookie: sid=$API_KEY" \\
  -F 'file=@file'`);
  });

  test('breaks values that are longer than a line', () => {
    const long = pageOf(shop.replace('lines: [1, 2]', `lines: [${'10000000, '.repeat(9)}7], note: { a: b }`));
    const items = `${'      10000000,\n'.repeat(9)}      7,\n`;
    expect(long).toContain(
      escapeHtml(
        `  body: {\n    name: "O'Neil",\n    lines: [\n${items}    ],\n    note: { a: "b" },\n  },\n`,
      ),
    );
  });

  test('shows each call by the client', () => {
    shown(`const result = await shop.putOrder({
  path: { id: "a/b" },
  query: { tag: ["x", "it's"] },
  headers: { "x-trace": "t 1" },
  cookies: { sid: "s" },
  body: { name: "O'Neil", lines: [1, 2] },
});`);
    shown('body: bytes,');
  });

  test('says who may call, what is asked of values, and links what recurs', () => {
    shown('Who may: bearer with orders:write admin, or anybody');
    shown('2 characters');
    shown('1 to 9 characters');
    expect(page).toContain('default <code>false</code>');
    expect(page).toContain('<section id="schema-Order" data-search="Order">');
    expect(page.split('href="#schema-Order"').length).toBeGreaterThan(3);
    expect(page).not.toContain('id="changelog"');
    expect(page).toContain('<span class="method">POST</span> <code>$request.body#/url</code>');
    expect(page).toContain('<p>It is done</p>');
    expect(page).toContain('<p>Expects 204</p>');
  });
});

test('further reading stands by what it is about, and links to the web alone', () => {
  writeFileSync(join(directory, 'more.yaml'), more);
  const page = pageOf(shop);
  expect(page).toContain(
    '<p>More: <a href="https://docs.example" rel="noreferrer">The guide</a></p><h2>Servers',
  );
  expect(page).toContain(
    '<dt><code>orders</code></dt><dd><p>What is bought, see <code>putOrder</code></p><p>More: <code>/orders.html</code></p></dd>',
  );
  expect(page).not.toContain('<dt><code>bare');
  expect(page).toContain(
    '<p>More: <a href="https://docs.example/orders" rel="noreferrer">https://docs.example/orders</a></p>\n<p>Who may',
  );
  expect(page).toContain(
    '<h3>Order</h3>\n<p>More: <a href="https://docs.example/order" rel="noreferrer">Of orders</a></p>',
  );
});

test('prose keeps paragraphs, code and addresses and nothing else', () => {
  expect(prose('One `a<b` and\ntwo.\n\n*See* https://a.example/x?y=1.')?.text).toBe(
    '<p>One <code>a&lt;b</code> and\ntwo.</p>\n<p>*See* <a href="https://a.example/x?y=1" rel="noreferrer">https://a.example/x?y=1</a>.</p>',
  );
  expect(prose(' \n')).toBeUndefined();
  expect(escapeHtml('a\0b\tc\x1f')).toBe('a\ufffdb\tc\ufffd');
});

test('a list that may grow is told as one', () => {
  const page = (root: string) =>
    pageOf(`openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
${root}paths: {}
components: { schemas: { State: { enum: [on, off] }, Kind: { enum: [a] } } }`);
  const told = 'may have further values in time';
  expect(page('').split(told).length).toBe(1);
  expect(page('x-atoll-open-enums: true\n').split(told).length).toBe(2);
});

test('names that differ have anchors that differ', () => {
  const names = ['a b', 'a_b', 'a_20_b', 'a-b', 'ä', 'a'];
  expect(new Set(names.map((name) => anchor('schema', name))).size).toBe(names.length);
});

test('contract docs writes the page with the changelog that stands beside the contract', () => {
  const folder = join(directory, 'things-client');
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'openapi.yaml'),
    'openapi: 3.1.0\ninfo: { title: Things, version: 1.0.0 }\npaths: {}\n',
  );
  writeFileSync(join(folder, 'package.json'), '{ "name": "@shop/things" }');
  writeFileSync(join(folder, 'CHANGELOG.md'), '# 1.0.0 <first>');
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const out = join(directory, 'site', 'things');
  expect(docs(folder, out)).toBe(0);
  const page = readFileSync(join(out, 'index.html'), 'utf8');
  expect(page).toContain('# 1.0.0 &lt;first&gt;');
  expect(page).toContain('from &#39;@shop/things&#39;');
  writeFileSync(join(folder, 'openapi.yaml'), 'openapi: 3.1.0\n');
  expect(docs(folder, out)).toBe(1);
  expect(error).toHaveBeenCalledWith(expect.stringContaining('missing-field'));
  log.mockRestore();
  error.mockRestore();
});
