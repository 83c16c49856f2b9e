/** Operations that use what OpenAPI has besides schemas. */
export const document = `openapi: 3.1.0
info: { title: Wire, version: 1.0.0 }
servers:
  - url: https://{region}.example.com/{base}
    variables: { region: { default: eu, enum: [eu, us] }, base: { default: v1 } }
  - { url: 'https://backup.example.com', description: Second choice }
components:
  securitySchemes:
    bearer: { type: http, scheme: bearer }
    basic: { type: http, scheme: basic }
    header: { type: apiKey, in: header, name: X-Key }
    query: { type: apiKey, in: query, name: api key }
    cookie: { type: apiKey, in: cookie, name: session }
    custom: { type: http, scheme: Signature }
    login: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://login.example', scopes: { 'a:read': Read } } } }
  schemas:
    Thing: { type: object, required: [id], properties: { id: { type: string } } }
    Page: { type: object, required: [things], properties: { things: { type: array, items: { $ref: '#/components/schemas/Thing' } }, nextCursor: { type: string } } }
paths:
  /v1/echo/{id}/{size}:
    post:
      operationId: echo
      parameters:
        - { name: id, in: path, required: true, style: label, schema: { type: string } }
        - { name: size, in: path, required: true, style: matrix, explode: true, schema: { type: array, items: { type: integer } } }
        - { name: limit, in: query, schema: { type: integer, default: 20 } }
        - { name: filter, in: query, style: deepObject, schema: { type: object, properties: { ids: { type: array, items: { type: integer } } } } }
        - { name: any, in: query, schema: { type: object, additionalProperties: { type: string } } }
        - { name: json, in: query, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
        - { name: plain, in: query, content: { text/plain: { schema: { type: string } } } }
        - { name: X-List, in: header, schema: { type: array, items: { type: integer } } }
        - { name: theme, in: cookie, schema: { type: string, default: light } }
      requestBody:
        content:
          application/vnd.wire+json: { schema: { $ref: '#/components/schemas/Thing' } }
          text/*: {}
          image/*: {}
          application/xml: { schema: { type: object } }
      responses: { '200': { description: It, content: { application/json: { schema: { type: object } } } } }
  /v1/uploads:
    post:
      operationId: upload
      x-max-body-bytes: 100000
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              additionalProperties: false
              required: [meta, file]
              properties:
                meta: { $ref: '#/components/schemas/Thing' }
                file: { type: string, format: binary }
                more: { type: array, items: { type: string, format: binary } }
                tags: { type: array, items: { type: string } }
                marks: { type: [array, integer, 'null'], items: { type: string } }
                count: { type: integer, minimum: 1 }
                signed: { type: string }
            encoding:
              file: { contentType: 'image/png, image/jpeg' }
              signed: { contentType: text/plain, headers: { X-Rank: { required: true, schema: { type: integer } } } }
      responses: { '200': { description: It, content: { application/json: { schema: { type: object } } } } }
  /v1/blob:
    put:
      operationId: putBlob
      requestBody: { required: true, content: { application/octet-stream: {} } }
      responses: { '200': { description: It, content: { application/json: { schema: { type: object } } } } }
    get:
      operationId: getBlob
      responses:
        '200': { description: It, headers: { X-Rank: { required: true, schema: { type: integer } }, X-Tags: { schema: { type: array, items: { type: string } } } }, content: { application/octet-stream: {} } }
  /v1/login:
    post: { operationId: login, responses: { '204': { description: In, headers: { Set-Cookie: { schema: { type: string } } } } } }
  /v1/secured:
    get:
      operationId: secured
      security: [{ bearer: ['a:read'], header: [] }, { basic: [] }, { query: [] }, { cookie: [] }, { custom: [] }, { login: ['a:read'] }]
      responses: { '200': { description: It, content: { application/json: { schema: { type: object } } } } }
  /v1/things:
    get:
      operationId: listThings
      parameters: [{ name: cursor, in: query, schema: { type: string } }, { name: limit, in: query, schema: { type: integer, default: 2 } }]
      responses: { '200': { description: It, content: { application/json: { schema: { $ref: '#/components/schemas/Page' } } } }, 4XX: { description: No }, default: { description: Other } }
  /v1/watch:
    get: { operationId: watch, responses: { '200': { description: It, content: { text/event-stream: { schema: { $ref: '#/components/schemas/Thing' } } } } } }
  /v1/feed:
    get: { operationId: feed, responses: { '200': { description: It, content: { text/event-stream: { schema: { type: object, required: [data], properties: { event: { type: string }, data: { type: string }, id: { type: string }, retry: { type: integer } } } } } } } }
  /v1/watchers:
    post:
      operationId: addWatcher
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [url], properties: { url: { type: string } } } } } }
      responses: { '204': { description: Added } }
      callbacks:
        seen:
          '{$request.body#/url}':
            post:
              operationId: thingSeen
              parameters: [{ name: X-Rank, in: header, required: true, schema: { type: integer } }]
              requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
              responses: { '200': { description: Good, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }, '410': { description: No more } }
  /v1/lines:
    get: { operationId: lines, responses: { '200': { description: It, content: { application/x-ndjson: { schema: { $ref: '#/components/schemas/Thing' } } } } } }
  /v1/export:
    get: { operationId: exportLines, responses: { '200': { description: It, content: { application/jsonl: { schema: { type: string } } } } } }
  /v1/things/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    head: { operationId: checkThing, responses: { '200': { description: It, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } } }
    get: { operationId: oldThing, deprecated: true, responses: { '200': { description: It, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } } }
`;
