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
    readonly identity?: {
      readonly clientCert?: { readonly clientCertPem?: string } | null;
      /** Of a method that needs an API key: which key has let the caller in. */
      readonly apiKeyId?: string | null;
    };
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

// Without the members of Object: no name of a header means what every object inherits. By a constructor, since an
// object of Object.create(null) is a dictionary to V8, which is slower to fill and to read.
function HeaderFields(this: Record<string, string | undefined>): void {}
HeaderFields.prototype = Object.create(null);

function noHeaders(): Record<string, string | undefined> {
  return Reflect.construct(HeaderFields, []);
}

/** Some headers, by their names in lower case; those that the request has not are undefined. */
export function someHeaders(event: ProxyEvent, lowerNames: readonly string[]): Headers {
  const some = noHeaders();
  for (const name of lowerNames) some[name] = headerOf(event, name);
  return some;
}

/** Whether a header's name is the one given in lower case; names that begin otherwise are told apart at once. */
function isNamed(name: string, lowerName: string): boolean {
  if (name === lowerName) return true;
  if (name.length !== lowerName.length) return false;
  for (let index = 0; index < lowerName.length; index++) {
    const code = name.charCodeAt(index);
    const wanted = lowerName.charCodeAt(index);
    const isCapital = code + 32 === wanted && wanted >= 97 && wanted <= 122;
    if (code !== wanted && !isCapital) return false;
  }
  return true;
}

/**
 * One header, by its name in lower case; repeated headers joined by commas (RFC 9110, 5.3), cookies by semicolons. To
 * read all headers takes longer than to look for a few.
 */
export function headerOf({ headers, multiValueHeaders }: ProxyEvent, lowerName: string): string | undefined {
  let found: string | undefined;
  for (const name in headers) if (isNamed(name, lowerName)) found = headers[name];
  for (const name in multiValueHeaders) {
    if (!isNamed(name, lowerName)) continue;
    const values = multiValueHeaders[name];
    if (values === undefined || values.length === 0) continue;
    found = values.length === 1 ? values[0] : values.join(lowerName === 'cookie' ? '; ' : ', ');
  }
  return found;
}

/** What is read of nearly every request; most need no other header. */
export class KnownHeaders {
  accept: string | undefined = undefined;
  contentType: string | undefined = undefined;
  contentEncoding: string | undefined = undefined;
  traceparent: string | undefined = undefined;
  xRayTrace: string | undefined = undefined;

  /** By their names, since to store a member under a name that is computed takes longer than to find it. */
  set(member: keyof KnownHeaders, value: string | undefined): void {
    if (member === 'accept') this.accept = value;
    else if (member === 'contentType') this.contentType = value;
    else if (member === 'xRayTrace') this.xRayTrace = value;
    else if (member === 'traceparent') this.traceparent = value;
    else this.contentEncoding = value;
  }
}

/** The member that a header is; most others are told by the length of their name alone. */
function memberOf(name: string): keyof KnownHeaders | undefined {
  switch (name.length) {
    case 6:
      return isNamed(name, 'accept') ? 'accept' : undefined;
    case 11:
      return isNamed(name, 'traceparent') ? 'traceparent' : undefined;
    case 12:
      return isNamed(name, 'content-type') ? 'contentType' : undefined;
    case 15:
      return isNamed(name, 'x-amzn-trace-id') ? 'xRayTrace' : undefined;
    case 16:
      return isNamed(name, 'content-encoding') ? 'contentEncoding' : undefined;
    default:
      return undefined;
  }
}

let latestEvent: ProxyEvent | undefined;
let latestKnown = new KnownHeaders();

/** As `headerOf`, for the few headers that it knows. */
export function knownHeaders(event: ProxyEvent): KnownHeaders {
  if (latestEvent !== event) {
    latestKnown = readKnown(event);
    latestEvent = event;
  }
  return latestKnown;
}

function readKnown({ headers, multiValueHeaders }: ProxyEvent): KnownHeaders {
  const known = new KnownHeaders();
  for (const name in headers) {
    const member = memberOf(name);
    if (member !== undefined) known.set(member, headers[name]);
  }
  for (const name in multiValueHeaders) {
    const member = memberOf(name);
    if (member === undefined) continue;
    const values = multiValueHeaders[name];
    if (values === undefined || values.length === 0) continue;
    known.set(member, values.length === 1 ? values[0] : values.join(', '));
  }
  return known;
}

type Pairs = RawParameters['query'];

/** What encoding leaves as it is, with the delimiters of the styles, which stay too. */
const isPlain = /^[\w.!~*'(),|-]*$/;

/** API Gateway gives query values decoded: they are encoded again, so that splitting them comes before decoding. */
export function queryOf(event: ProxyEvent): Pairs {
  const pairs: (readonly [string, string])[] = [];
  const { multiValueQueryStringParameters: many, queryStringParameters: single } = event;
  for (const name in many) {
    const key = encode(name);
    for (const value of many[name] ?? []) pairs.push([key, encodeReserved(value)]);
  }
  for (const name in single) {
    const value = single[name];
    const isKnown = many !== null && many !== undefined && Object.hasOwn(many, name);
    if (value !== undefined && !isKnown) pairs.push([encode(name), encodeReserved(value)]);
  }
  return pairs;
}

/** Half a surrogate pair is no character: as in UTF-8 it is told by the replacement character, which a codec may refuse. */
function encode(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd'));
}

/** The delimiters of the styles stay as they are; all else that decoding would touch is encoded. */
function encodeReserved(value: string): string {
  if (isPlain.test(value)) return value;
  return encode(value).replaceAll('%2C', ',').replaceAll('%7C', '|');
}

export function cookiesOf(event: ProxyEvent): Pairs {
  const header = headerOf(event, 'cookie');
  if (header === undefined) return [];
  return header.split(/;\s*/).flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[pair.slice(0, at), pair.slice(at + 1)] as const];
  });
}
