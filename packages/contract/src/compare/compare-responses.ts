import type { Header, Operation, Response, Schema } from '../model.js';
import { compareContents } from './compare-contents.js';
import type { Scope } from './comparing.js';
import { isReadAsText } from './text-values.js';

function isSuccess(status: string): boolean {
  return /^2/.test(status);
}

/**
 * `2XX` stands for `200` where that is not told itself, and `default` for all that no range has. Tools that compare
 * texts let a range alone stand for others.
 */
function covering(
  { isLiteral }: Scope,
  status: string,
  responses: readonly Response[],
): Response | undefined {
  const wider = [`${status.charAt(0)}XX`, ...(isLiteral ? [] : ['default'])];
  return [status, ...wider].flatMap((each) => responses.find((one) => one.status === each) ?? [])[0];
}

/** Whether the response is there for the status by itself or by its range: a default says nothing of which come. */
function declares(response: Response | undefined, status: string): boolean {
  return response !== undefined && (response.status !== 'default' || status === 'default');
}

export function compareResponses(scope: Scope, before: Operation, after: Operation): void {
  for (const old of before.responses) {
    const now = covering(scope, old.status, after.responses);
    if (now !== undefined) compareResponse(scope, old, now);
    if (!declares(now, old.status)) tellRemoved(scope, old, after);
  }
  for (const now of after.responses) {
    const old = covering(scope, now.status, before.responses);
    // Who read the range or the default reads the status by it, unless the status was there itself.
    if (old !== undefined && old.status !== now.status)
      compareResponse(scope, { ...old, status: now.status }, now);
    if (declares(old, now.status)) continue;
    const rule = isSuccess(now.status)
      ? 'response-success-status-added'
      : 'response-non-success-status-added';
    scope.tell(rule, `the response ${now.status} was added`, { old: before.place, new: now.place });
  }
}

function tellRemoved(scope: Scope, old: Response, after: Operation): void {
  const places = { old: old.place, new: after.place };
  const within = after.responses.filter(({ status }) => status.charAt(0) === old.status.charAt(0));
  if (old.status === '2XX' && within.length > 0 && !scope.isLiteral) {
    const statuses = within.map(({ status }) => status).join(', ');
    scope.tell(
      'response-success-range-narrowed',
      `of the responses ${old.status} there is ${statuses} now`,
      places,
    );
    return;
  }
  const rule = isSuccess(old.status)
    ? 'response-success-status-removed'
    : 'response-non-success-status-removed';
  scope.tell(rule, `the response ${old.status} was removed`, places);
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
