import type { Change } from './change.js';
import { compareAll } from './compare-operations.js';
import {
  compareAuthorizationUrls,
  compareGlobalSecurity,
  compareSecuritySchemes,
} from './compare-security.js';
import { type CompareOptions, Comparing, type SchemaBreak, Scope } from './comparing.js';
import type { ComparedDocument } from './read-document.js';

export interface Comparison {
  /** In document order; the document's own changes last. */
  readonly changes: readonly Change[];
  /** The schemas of each change that breaks, to look for a witness. */
  readonly breaks: readonly SchemaBreak[];
}

/**
 * Every difference of two contracts that somebody may notice, with its level. Requests may only widen, responses only
 * narrow; webhooks and callbacks the other way about.
 */
export function compareContracts(
  old: ComparedDocument,
  now: ComparedDocument,
  options: CompareOptions,
): Comparison {
  const comparing = new Comparing(options, [old.openEnums, now.openEnums]);
  const document = new Scope(comparing);
  const places = { old: old.place, new: now.place };
  compareAll(document, 'operation', [old.operations, now.operations, places]);
  compareAll(document, 'webhook', [old.webhooks, now.webhooks, places]);
  compareSecuritySchemes(document, old, now);
  compareAuthorizationUrls(document, old, now);
  compareGlobalSecurity(document, old, now);
  compareServers(document, old, now);
  for (const name of old.schemas) {
    if (!now.schemas.has(name)) document.tell('schema-removed', `the schema ${name} was removed`, places);
  }
  return { changes: comparing.changes, breaks: comparing.breaks };
}

function compareServers(scope: Scope, old: ComparedDocument, now: ComparedDocument): void {
  const places = { old: old.place, new: now.place };
  // A document without servers is served at `/` (OpenAPI 3.1, 4.8.1).
  const urls = ({ servers }: ComparedDocument) =>
    servers.length === 0 ? ['/'] : servers.map(({ url }) => url);
  const [before, after] = [urls(old), urls(now)];
  for (const url of before.filter((each) => !after.includes(each)))
    scope.tell('server-removed', `the server ${url} was removed`, places);
  for (const url of after.filter((each) => !before.includes(each)))
    scope.tell('server-added', `the server ${url} was added`, places);
}
