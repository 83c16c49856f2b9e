import type { HttpAuthorizerSpec, IdentitySource } from '../../system.js';
import type { Fields } from '../fields.js';
import type { Declaration } from '../stack/stack.js';

/** An authorizer of an HTTP API, and the scopes that its routes ask for unless they say others. */
export interface NamedAuthorizer {
  readonly spec: HttpAuthorizerSpec;
  readonly scopes: readonly string[];
}

export interface HttpApiAuth {
  readonly authorizers: ReadonlyMap<string, NamedAuthorizer>;
  readonly defaultAuthorizer?: string;
}

const fromHeader: IdentitySource = { from: 'header', name: 'Authorization' };

/** A user pool of the templates is played by the local issuer, by whatever address it is named. */
export function localIssuer({ stack }: Declaration, issuer: string): string {
  const { options } = stack.reading;
  const isCognito = issuer.startsWith(`https://cognito-idp.${options.region}.amazonaws.com/`);
  return isCognito && options.issuerUrl !== undefined ? options.issuerUrl : issuer;
}

function readJwt(declaration: Declaration, fields: Fields): NamedAuthorizer | undefined {
  fields.allow({ played: ['JwtConfiguration', 'IdentitySource', 'AuthorizationScopes'] });
  const jwt = fields.map('JwtConfiguration');
  jwt?.allow({ played: ['issuer', 'audience'] });
  jwt?.require('issuer');
  jwt?.require('audience');
  const [issuer, audiences] = [jwt?.string('issuer'), jwt?.strings('audience', 'or-single') ?? []];
  const source = fields.string('IdentitySource') ?? '$request.header.Authorization';
  const [, from, name] = /^\$request\.(header|querystring)\.([\w-]+)$/.exec(source) ?? [];
  if (name === undefined) {
    fields.unsupported('IdentitySource', 'is $request.header.NAME or $request.querystring.NAME');
    return undefined;
  }
  if (issuer === undefined) return undefined;
  const identitySource: IdentitySource = { from: from === 'header' ? 'header' : 'querystring', name };
  const spec = { kind: 'jwt', identitySource, issuer: localIssuer(declaration, issuer), audiences } as const;
  return { spec, scopes: fields.strings('AuthorizationScopes') };
}

const sources = {
  Headers: 'header',
  QueryStrings: 'querystring',
  StageVariables: 'stageVariables',
  Context: 'context',
} as const;

function readIdentity(identity: Fields | undefined): {
  identitySources: IdentitySource[];
  resultTtlS: number;
} {
  identity?.allow({ played: [...Object.keys(sources), 'ReauthorizeEvery'] });
  const named = Object.entries(sources).flatMap(([property, from]) =>
    (identity?.has(property) ? identity.strings(property) : []).map((name) => ({ from, name })),
  );
  return {
    identitySources: named.length > 0 ? named : [fromHeader],
    resultTtlS: identity?.integer('ReauthorizeEvery', [0, 3600]) ?? 0,
  };
}

function readLambda(name: string, fields: Fields): NamedAuthorizer | undefined {
  fields.allow({
    played: ['FunctionArn', 'AuthorizerPayloadFormatVersion', 'EnableSimpleResponses', 'Identity'],
    noEffect: {
      EnableFunctionDefaultPermissions: 'the API may call its authorizer anyway',
      FunctionInvokeRole: 'the API may call its authorizer anyway',
    },
  });
  fields.require('AuthorizerPayloadFormatVersion');
  fields.oneOf('AuthorizerPayloadFormatVersion', ['2.0']);
  const functionArn = fields.string('FunctionArn');
  if (functionArn === undefined) return undefined;
  const simpleResponses = fields.boolean('EnableSimpleResponses') ?? false;
  const identity = readIdentity(fields.map('Identity'));
  return { spec: { kind: 'lambda', name, functionArn, simpleResponses, ...identity }, scopes: [] };
}

/** `Auth` of an HTTP API. */
export function readHttpApiAuth(declaration: Declaration, auth: Fields | undefined): HttpApiAuth {
  auth?.allow({
    played: ['Authorizers', 'DefaultAuthorizer'],
    refused: { EnableIamAuthorizer: 'Use a JWT or Lambda authorizer: signed requests are not played.' },
  });
  const authorizers = new Map<string, NamedAuthorizer>();
  const all = auth?.map('Authorizers');
  for (const name of all?.node.entries.keys() ?? []) {
    const fields = all?.map(name);
    if (fields === undefined) continue;
    const read = fields.has('FunctionArn') ? readLambda(name, fields) : readJwt(declaration, fields);
    if (!fields.has('FunctionArn')) fields.require('JwtConfiguration');
    if (read !== undefined) authorizers.set(name, read);
  }
  const defaultAuthorizer = auth?.string('DefaultAuthorizer');
  if (auth !== undefined && defaultAuthorizer !== undefined && !authorizers.has(defaultAuthorizer))
    auth.unsupported('DefaultAuthorizer', `'${defaultAuthorizer}' is none of Authorizers`);
  return { authorizers, ...(defaultAuthorizer !== undefined && { defaultAuthorizer }) };
}
