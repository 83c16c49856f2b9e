import { childrenOf } from '../children-of.js';
import { type Diagnostic, Diagnostics } from '../diagnostics.js';
import type { Contract, Operation, Schema, SecurityScheme } from '../model.js';
import { headersOf } from '../write/answer-headers.js';
import { pythonPattern, UntranslatablePattern } from '../write/python/pattern.js';

function checkBodies({ requestBody, responses }: Operation, diagnostics: Diagnostics): void {
  const content = [...(requestBody?.content ?? []), ...responses.flatMap((each) => each.content)];
  for (const { mediaType, place } of content) {
    if (!mediaType.startsWith('multipart/')) continue;
    diagnostics.error(
      'unsupported',
      place,
      `Python code for ${mediaType} is not written: send the parts as requests of their own`,
    );
  }
}

function checkScheme({ name, type, place }: SecurityScheme, diagnostics: Diagnostics): void {
  if (type !== 'apiKey' && type !== 'mutualTLS') return;
  const what = `Python code cannot check the scheme '${name}' of type ${type}: use an Authorization header (http, oauth2 or openIdConnect)`;
  diagnostics.error('unsupported', place, what);
}

function schemasOf({ parameters, requestBody, responses }: Operation): Schema[] {
  const content = [...(requestBody?.content ?? []), ...responses.flatMap((each) => each.content)];
  const described = [...parameters, ...parameters.flatMap((each) => each.content ?? []), ...content];
  const headers = responses.flatMap((each) => headersOf(each)).map(([, header]) => header);
  return [...described, ...headers, ...headers.flatMap((each) => each.content ?? [])].flatMap(
    ({ schema }) => schema ?? [],
  );
}

function checkPatterns(schema: Schema, diagnostics: Diagnostics): void {
  const patterns = [
    ...(schema.pattern === undefined ? [] : [schema.pattern]),
    ...(schema.patternProperties?.keys() ?? []),
  ];
  for (const pattern of patterns) {
    try {
      pythonPattern(pattern);
    } catch (error) {
      if (!(error instanceof UntranslatablePattern)) throw error;
      diagnostics.error(
        'unsupported',
        schema.place,
        `the pattern ${pattern} cannot be written: ${error.message}`,
      );
    }
  }
}

/** What the Python output cannot keep of a contract: told rather than ignored. */
export function checkPython(contract: Contract): readonly Diagnostic[] {
  const diagnostics = new Diagnostics();
  const { operations, securitySchemes } = contract;
  const schemas = new Set([...contract.schemas.values(), ...operations.flatMap(schemasOf)]);
  for (const schema of schemas) for (const child of childrenOf(schema)) schemas.add(child);
  for (const schema of schemas) checkPatterns(schema, diagnostics);
  for (const operation of operations) checkBodies(operation, diagnostics);
  const used = operations.flatMap(({ security }) =>
    security.flatMap((requirement) => [...requirement.keys()]),
  );
  for (const name of new Set(used)) {
    const scheme = securitySchemes.get(name);
    if (scheme !== undefined) checkScheme(scheme, diagnostics);
  }
  return diagnostics.all;
}
