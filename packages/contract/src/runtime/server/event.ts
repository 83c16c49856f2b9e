import type { RawParameters } from './parameters.js';

/** The parts that are read of API Gateway's REST proxy event, format 1.0 (AWS: "Lambda proxy integrations", input format). */
export interface ProxyEvent {
  readonly httpMethod: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueQueryStringParameters?: Readonly<Record<string, readonly string[] | undefined>> | null;
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
  readonly requestContext: {
    readonly requestId?: string;
    readonly identity?: { readonly clientCert?: { readonly clientCertPem?: string } | null };
  };
}

export interface ProxyResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Headers that stand several times in the answer, which `headers` cannot say (API Gateway merges both). */
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** What is read of Lambda's context object. */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

type Headers = Readonly<Record<string, string | undefined>>;

const known = new WeakMap<ProxyEvent, Headers>();

/** Header names in lower case; repeated headers joined by commas (RFC 9110, 5.3). */
export function headersOf(event: ProxyEvent): Headers {
  const made = known.get(event) ?? readHeaders(event);
  known.set(event, made);
  return made;
}

function readHeaders({ headers, multiValueHeaders }: ProxyEvent): Headers {
  // Without a prototype: no name of a header means what every object inherits.
  const read: Record<string, string | undefined> = Object.create(null);
  for (const name in headers) read[name.toLowerCase()] = headers[name];
  for (const name in multiValueHeaders) {
    const values = multiValueHeaders[name] ?? [];
    const lower = name.toLowerCase();
    if (values.length === 1) read[lower] = values[0];
    else if (values.length > 1) read[lower] = values.join(lower === 'cookie' ? '; ' : ', ');
  }
  return read;
}

/** API Gateway gives query values decoded: they are encoded again, so that splitting them comes before decoding. */
function queryOf(event: ProxyEvent): RawParameters['query'] {
  const pairs: (readonly [string, string])[] = [];
  const many = event.multiValueQueryStringParameters ?? {};
  for (const [name, values] of Object.entries(many)) {
    for (const value of values ?? []) pairs.push([encodeURIComponent(name), encodeReserved(value)]);
  }
  for (const [name, value] of Object.entries(event.queryStringParameters ?? {})) {
    if (value !== undefined && !Object.hasOwn(many, name))
      pairs.push([encodeURIComponent(name), encodeReserved(value)]);
  }
  return pairs;
}

/** The delimiters of the styles stay as they are; all else that decoding would touch is encoded. */
function encodeReserved(value: string): string {
  return encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%7C', '|');
}

function cookiesOf(header: string | undefined): RawParameters['cookies'] {
  return (header ?? '').split(/;\s*/).flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[pair.slice(0, at), pair.slice(at + 1)] as const];
  });
}

export function rawParameters(event: ProxyEvent, path: RawParameters['path']): RawParameters {
  const headers = headersOf(event);
  return { path, query: queryOf(event), headers, cookies: cookiesOf(headers.cookie) };
}
