import type { Json } from '../../system.js';
import type { Fields } from '../fields.js';
import type { Declaration } from '../stack/stack.js';
import type { ApiEvent } from '../system-parts.js';

/** What `Auth` of an API adds to the definition that SAM makes. */
export interface ApiAuth {
  /** Of `components`. */
  readonly securitySchemes: { [name: string]: Json };
  securityOf(event: ApiEvent): Json[];
}

const keyScheme: Json = { type: 'apiKey', name: 'x-api-key', in: 'header' };
const cognito = 'Verify the token in the function, or use an AWS::Serverless::HttpApi with a JWT authorizer.';
const kinds = { Headers: 'header', QueryStrings: 'querystring' } as const;
const others = { StageVariables: 'stageVariables', Context: 'context' } as const;

function identitySource(identity: Fields | undefined, type: 'TOKEN' | 'REQUEST'): string {
  if (type === 'TOKEN') return `method.request.header.${identity?.string('Header') ?? 'Authorization'}`;
  const named = (property: string) => (identity?.has(property) ? identity.strings(property) : []);
  return [
    ...Object.entries(kinds).flatMap(([property, kind]) =>
      named(property).map((name) => `method.request.${kind}.${name}`),
    ),
    ...Object.entries(others).flatMap(([property, kind]) => named(property).map((name) => `${kind}.${name}`)),
  ].join(', ');
}

function readAuthorizer({ stack }: Declaration, fields: Fields): Json | undefined {
  fields.allow({
    played: ['FunctionArn', 'FunctionPayloadType', 'Identity'],
    noEffect: {
      FunctionInvokeRole: 'the API may call its authorizer anyway',
      DisableFunctionDefaultPermissions: 'the API may call its authorizer anyway',
    },
    refused: { UserPoolArn: cognito, AuthorizationScopes: cognito },
  });
  if (!fields.has('UserPoolArn')) fields.require('FunctionArn');
  const functionArn = fields.string('FunctionArn');
  const type = fields.oneOf('FunctionPayloadType', ['TOKEN', 'REQUEST']) ?? 'TOKEN';
  const identity = fields.map('Identity');
  const ofType = type === 'TOKEN' ? ['Header', 'ValidationExpression'] : Object.keys({ ...kinds, ...others });
  identity?.allow({ played: [...ofType, 'ReauthorizeEvery'] });
  const validation = identity?.string('ValidationExpression');
  if (functionArn === undefined) return undefined;
  const { region } = stack.reading.options;
  return {
    type: 'apiKey',
    name: type === 'TOKEN' ? (identity?.string('Header') ?? 'Authorization') : 'Unused',
    in: 'header',
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': {
      type: type.toLowerCase(),
      authorizerUri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
      identitySource: identitySource(identity, type),
      authorizerResultTtlInSeconds: identity?.integer('ReauthorizeEvery', [0, 3600]) ?? 300,
      ...(validation !== undefined && { identityValidationExpression: validation }),
    },
  };
}

/** Which authorizer a route has, if any, is told of events that name one the API lacks. */
function authorizerOf(event: ApiEvent, names: readonly string[], byDefault: string | undefined): string[] {
  const name = event.authorizer ?? byDefault ?? 'NONE';
  if (name === 'NONE' || names.includes(name)) return name === 'NONE' ? [] : [name];
  if (event.authorizer !== undefined && name !== 'AWS_IAM')
    event.stack.reading.problems.add(event.place, {
      code: 'unsupported-value',
      what: `the event's authorizer ${name} is none of its API's`,
      remedy: 'Declare it under Auth.Authorizers of the AWS::Serverless::Api, or write NONE.',
    });
  return [];
}

/** `Auth` of an API whose routes are made of events; SAM writes it into the definition. */
export function readApiAuth(declaration: Declaration, auth: Fields): ApiAuth {
  auth.allow({
    played: [
      'Authorizers',
      'DefaultAuthorizer',
      'ApiKeyRequired',
      'UsagePlan',
      'AddDefaultAuthorizerToCorsPreflight',
    ],
    refused: {
      ResourcePolicy: 'Remove it: whoever reaches this machine may call; authorize callers in the service.',
      InvokeRole: 'Remove it: whoever passes the authorizer calls the function.',
      AddApiKeyRequiredToCorsPreflight: 'Remove it: preflight requests need no key.',
    },
  });
  const all = auth.map('Authorizers');
  const authorizers = [...(all?.node.entries.keys() ?? [])].flatMap((name) => {
    const fields = all?.map(name);
    const scheme = fields && readAuthorizer(declaration, fields);
    return scheme === undefined ? [] : [[name, scheme] as const];
  });
  const names = authorizers.map(([name]) => name);
  const byDefault = auth.string('DefaultAuthorizer');
  if (byDefault !== undefined && !all?.has(byDefault))
    auth.unsupported('DefaultAuthorizer', `'${byDefault}' is none of Authorizers`);
  const toPreflight = auth.boolean('AddDefaultAuthorizerToCorsPreflight') ?? true;
  if (byDefault !== undefined && toPreflight && declaration.properties.entries.has('Cors'))
    auth.unsupported(
      'DefaultAuthorizer',
      'SAM gives it to preflight requests, too, which have no credentials: write AddDefaultAuthorizerToCorsPreflight: false',
    );
  const needsKey = auth.boolean('ApiKeyRequired') ?? false;
  return {
    securitySchemes: { ...Object.fromEntries(authorizers), api_key: keyScheme },
    securityOf: (event) => [
      ...authorizerOf(event, names, byDefault).map((name) => ({ [name]: [] })),
      ...((event.apiKeyRequired ?? needsKey) ? [{ api_key: [] }] : []),
    ],
  };
}
