import type { Header, Operation, Response, Schema } from '../model.js';
import { compareContents } from './compare-contents.js';
import type { Scope } from './comparing.js';
import { isReadAsText } from './text-values.js';

function isSuccess(status: string): boolean {
  return /^2/.test(status);
}

/** `2XX` stands for `200` where that is not told itself. */
function covering(status: string, responses: readonly Response[]): Response | undefined {
  const range = `${status.charAt(0)}XX`;
  return responses.find((each) => each.status === status) ?? responses.find((each) => each.status === range);
}

export function compareResponses(scope: Scope, before: Operation, after: Operation): void {
  for (const old of before.responses) {
    const now = covering(old.status, after.responses);
    if (now !== undefined) compareResponse(scope, old, now);
    else {
      const rule = isSuccess(old.status)
        ? 'response-success-status-removed'
        : 'response-non-success-status-removed';
      scope.tell(rule, `the response ${old.status} was removed`, { old: old.place, new: after.place });
    }
  }
  for (const now of after.responses) {
    const range = covering(now.status, before.responses);
    // Who read the range reads the status by it, unless the status was there itself.
    if (range !== undefined && range.status !== now.status)
      compareResponse(scope, { ...range, status: now.status }, now);
    if (range !== undefined) continue;
    const rule = isSuccess(now.status)
      ? 'response-success-status-added'
      : 'response-non-success-status-added';
    scope.tell(rule, `the response ${now.status} was added`, { old: before.place, new: now.place });
  }
}

function compareResponse(scope: Scope, old: Response, now: Response): void {
  const name = `the response ${old.status}`;
  compareHeaders(scope, name, [old, now]);
  const places = { old: old.place, new: now.place };
  compareContents(scope, { kind: 'response-body', rules: 'response', name }, [
    old.content,
    now.content,
    places,
  ]);
}

function compareHeaders(scope: Scope, response: string, [old, now]: readonly [Response, Response]): void {
  for (const [name, header] of old.headers) {
    const after = now.headers.get(name);
    if (after !== undefined) compareHeader(scope, `the header ${name} of ${response}`, [header, after]);
    else {
      const rule = header.required ? 'response-header-removed-required' : 'response-header-removed-optional';
      scope.tell(rule, `the header ${name} of ${response} was removed`, {
        old: header.place,
        new: now.place,
      });
    }
  }
  for (const [name, header] of now.headers) {
    if (old.headers.has(name)) continue;
    scope.tell('response-header-added', `the header ${name} of ${response} was added`, {
      old: old.place,
      new: header.place,
    });
  }
}

function compareHeader(scope: Scope, name: string, [old, now]: readonly [Header, Header]): void {
  const places = { old: old.place, new: now.place };
  const schemaOf = (header: Header): readonly Schema[] =>
    [header.schema ?? header.content?.schema ?? []].flat();
  if (old.required && !now.required)
    scope.tell('response-header-became-optional', `${name} may be missing now`, places);
  if (!old.required && now.required)
    scope.tell('response-header-became-required', `${name} always comes now`, places);
  if (old.explode !== now.explode) {
    scope.tell(
      'response-header-style-changed',
      `${name}: explode went from ${old.explode} to ${now.explode}`,
      places,
    );
  }
  const [was, is] = [schemaOf(old), schemaOf(now)];
  const [sender, receiver] = scope.sides('response-header', was, is);
  if (now.content === undefined && isReadAsText(sender, receiver)) {
    scope.tell(
      'response-header-type-compatible',
      `${name} is sent as another scalar, which reads as text`,
      places,
    );
  } else scope.compareSchemas({ kind: 'response-header', name }, was, is);
}
