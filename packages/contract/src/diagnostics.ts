import type { Place } from './model.js';

/** Every code with what it stands for: why it matters and what to do. Codes are never renamed or reused. */
export const catalogue = {
  'file-unreadable': {
    why: 'A contract is compiled from its file and the files it refers to.',
    remedy: 'Check the path and the permissions of the file.',
  },
  'yaml-syntax': {
    why: 'What cannot be parsed cannot be compiled.',
    remedy: 'Mend the YAML or JSON at this place.',
  },
  'openapi-version': {
    why: 'OpenAPI 3.0 and 3.1 are what the compiler reads.',
    remedy: "Write `openapi: '3.1.0'` and keep to that version.",
  },
  'missing-field': {
    why: 'OpenAPI requires this field; without it the contract has no meaning here.',
    remedy: 'Add the field.',
  },
  'wrong-type': {
    why: 'The field has a type in OpenAPI, and a value of another type is a slip that nothing else would notice.',
    remedy: 'Give a value of the type that is named.',
  },
  'unknown-field': {
    why: 'A misspelt keyword would silently promise nothing.',
    remedy: 'Correct the spelling, or prefix the field with `x-` when it is an extension.',
  },
  unsupported: {
    why: 'The compiler refuses what it cannot keep, rather than generate code that ignores it.',
    remedy: 'Express it with supported keywords; docs/contract.md lists them.',
  },
  'broken-reference': {
    why: 'A reference that leads nowhere leaves a hole in the contract.',
    remedy: 'Correct the `$ref`, or add what it points at.',
  },
  'invalid-pattern': {
    why: 'Patterns are ECMA-262 regular expressions with the `u` flag (JSON Schema 2020-12, 6.3.3).',
    remedy: 'Mend the regular expression.',
  },
  'invalid-keyword': {
    why: 'The keyword takes other values (JSON Schema 2020-12 Validation).',
    remedy: 'Give a value that the keyword takes.',
  },
  'path-parameter': {
    why: 'Each `{name}` of a path and each path parameter belong together (OpenAPI 3.1, 4.8.12).',
    remedy: 'Declare a required path parameter for every `{name}`, and no other.',
  },
  'invalid-field-name': {
    why: 'Names of headers and cookies are tokens (RFC 9110, 5.6.2): ASCII letters, digits and some marks.',
    remedy: 'Correct the name; words are parted by hyphens.',
  },
  'duplicate-parameter': {
    why: 'A parameter is known by its name and where it goes, and is declared once (OpenAPI 3.1, 4.8.10.1).',
    remedy: 'Remove one of them.',
  },
  'duplicate-operation': {
    why: 'The operationId is the key of an operation, and a route leads to one operation.',
    remedy: 'Rename one of them, or change its path.',
  },
  'ambiguous-path': {
    why: 'Paths that differ in the names of parameters alone are the same path, so a request would fit both.',
    remedy: 'Name the parameters alike and put all methods under one path.',
  },
  'missing-operation-id': {
    why: 'The operationId names the handler, the client function, the log field and the metric.',
    remedy: 'Add an `operationId` in camelCase.',
  },
  'meaningless-body': {
    why: 'A body of GET or HEAD has no meaning (RFC 9110, 9.3.1) and fetch sends none; answers 204, 205 and 304 end with their headers (6.4.1).',
    remedy: 'Say it by query parameters, or make the operation a POST; what has a body is answered by 200.',
  },
  'undefined-security-scheme': {
    why: 'A requirement that names no scheme can never be met.',
    remedy: 'Define the scheme under components/securitySchemes, or correct the name.',
  },
  discriminator: {
    why: 'A discriminator is a required property that every alternative has (OpenAPI 3.1, 4.8.25).',
    remedy: 'Put it beside `oneOf` or `anyOf`, and name a property that the alternatives require.',
  },
  undecodable: {
    why: 'Code gets a value in one form and gives it back in one, so what describes a value may not be of two minds about it.',
    remedy:
      'Let all schemas of one value say the same `x-atoll-decode`; `none` leaves a value as it is on the wire.',
  },
  'explosive-pattern': {
    why: 'A backtracking engine tries every way to match, and who sends the text can make that take hours (CWE-1333).',
    remedy:
      'Let no text be matched in two ways: loops do not nest around the same characters, and neighbours share none.',
  },
  'invalid-latency-budget': {
    why: 'The alarm of an operation goes off above this time, and API Gateway waits 29 seconds for an answer.',
    remedy: 'Write whole milliseconds from 1 to 29000, or leave it out: 1000 is taken.',
  },
  'missing-summary': {
    why: 'The summary is what the documentation, the operation table and the client say in one line.',
    remedy: 'Add a `summary`.',
  },
  'missing-client-error': {
    why: 'Every operation can be called wrongly, and a caller can only handle the refusals that are declared.',
    remedy: 'Declare the 4xx responses, by their statuses or as `4XX` or `default`.',
  },
  'error-without-problem': {
    why: 'Refusals that are all problem details (RFC 9457) can be handled in one way.',
    remedy: 'Answer `application/problem+json`.',
  },
  'missing-version': {
    why: 'A path with its major version lets the next major version stand beside it.',
    remedy: 'Begin the path with `/v1`.',
  },
  'missing-idempotency-key': {
    why: 'When the answer to a POST is lost it is sent again, and without a key it then creates twice.',
    remedy:
      'Declare a header parameter `Idempotency-Key`, or create by PUT at an address that the caller names.',
  },
  'missing-security': {
    why: 'That anybody may call is a decision; unsaid it looks like an oversight.',
    remedy: 'Add `security` to the operation or the document; `security: []` says that anybody may call.',
  },
  'missing-example': {
    why: 'Examples are what people read first and what `contract mock` answers.',
    remedy: 'Add an `example` to the media type, or `examples` to its schema.',
  },
  'invalid-example': {
    why: 'People copy examples, mocks answer them, and a default stands in where nothing is given.',
    remedy: 'Correct the value, or the schema where the value is what was meant.',
  },
  unsatisfiable: {
    why: 'What no value can be is refused whatever is sent, which is hardly what was meant.',
    remedy: 'Correct the type, the list of values or the bound.',
  },
  'misspelt-required': {
    why: 'A required name that no property has asks for a member of which nothing else is known.',
    remedy: 'Correct the name, or declare the property.',
  },
  'misspelt-format': {
    why: 'A format that is not known is an annotation, so that any string is taken where one kind was meant.',
    remedy: 'Write the format as JSON Schema names it, or describe the strings by a `pattern`.',
  },
  'misspelt-media-type': {
    why: 'Bodies of JSON and of forms are objects to code; those of a type that is not known are bytes.',
    remedy: 'Correct the media type.',
  },
  'missing-type': {
    why: 'Keywords for one type say nothing of the others: those pass, though the generated type has none of them.',
    remedy: 'Add the `type`; a list of types where more than one is meant.',
  },
  'unbounded-string': {
    why: 'One request with a string without end can fill memory, a table item or a log.',
    remedy:
      'Add `maxLength`, `enum`, `const`, a format that has an end, or a `pattern` from `^` to `$` that has one.',
  },
  'unbounded-array': {
    why: 'Every item costs time and memory, and what is not bounded by the contract is bounded by an outage.',
    remedy: 'Add `maxItems`, and pages where there can be more.',
  },
  'invalid-ignore': {
    why: 'An exception is only as good as its reason, and one that names no code excepts nothing.',
    remedy: 'Write `x-atoll-ignore: [{ code: missing-summary, reason: … }]` with a code of this page.',
  },
  'unused-ignore': {
    why: 'An exception that has outlived what it excepts would hide the next one.',
    remedy: 'Remove the entry. Errors cannot be ignored.',
  },
} as const satisfies Record<string, { readonly why: string; readonly remedy: string }>;

export type DiagnosticCode = keyof typeof catalogue;

/** One problem of a contract. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
  readonly place: Place;
  /** One sentence: what is wrong, naming the value. */
  readonly what: string;
}

/** Collects the problems of a run, so that all of them are told and not only the first. */
export class Diagnostics {
  readonly all: Diagnostic[] = [];

  error(code: DiagnosticCode, place: Place, what: string): void {
    this.all.push({ code, severity: 'error', place, what });
  }

  warning(code: DiagnosticCode, place: Place, what: string): void {
    this.all.push({ code, severity: 'warning', place, what });
  }

  get failed(): boolean {
    return this.all.some(({ severity }) => severity === 'error');
  }
}
