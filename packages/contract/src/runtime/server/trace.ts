const words = new Uint32Array(128);
/** Digits for the next ids, and how many of them have been given away. */
let digits = '';
let used = 0;

/**
 * Random hexadecimal digits, made for many ids at a time since each would cost more than all else of a trace. Ids of
 * traces are no secrets; the first use of the platform's crypto costs a cold start more than all traces of its life.
 */
function randomHex(count: 16 | 32): string {
  if (used + count > digits.length) {
    for (let index = 0; index < words.length; index++) words[index] = Math.random() * 0x1_0000_0000;
    digits = Buffer.from(words.buffer).toString('hex');
    used = 0;
  }
  used += count;
  return digits.slice(used - count, used);
}

const w3c =
  /^(?!ff)[\da-f]{2}-(?!0{32})(?<traceId>[\da-f]{32})-(?!0{16})(?<parentId>[\da-f]{16})-(?<flags>[\da-f]{2})(?:$|-)/;

/** The first valid trace goes on with a new parent; without one (W3C Trace Context, 3.2.2) a trace begins here. */
export function continueTrace(...traceparents: readonly (string | undefined)[]): string {
  for (const traceparent of traceparents) {
    if (traceparent !== undefined && w3c.test(traceparent)) return continued(traceparent);
  }
  return `00-${randomHex(32)}-${randomHex(16)}-01`;
}

function continued(traceparent: string): string {
  return `00-${traceparent.slice(3, 35)}-${randomHex(16)}-${traceparent.slice(53, 55)}`;
}

// What API Gateway sends: fields in this order, sampled unless it says otherwise.
const plainXRay =
  /^Root=1-(?!0{8}-0{24})[\da-f]{8}-[\da-f]{24}(?:$|(?:;Parent=[\da-f]{16})?;Sampled=1(?:;|$))/;

/** As `continueTrace`, of a request's `traceparent` and, where that is none, of its `x-amzn-trace-id`. */
export function requestTrace(traceparent: string | undefined, xRay: string | undefined): string {
  if (traceparent !== undefined && w3c.test(traceparent)) return continued(traceparent);
  if (xRay !== undefined && plainXRay.test(xRay))
    return `00-${xRay.slice(7, 15)}${xRay.slice(16, 40)}-${randomHex(16)}-01`;
  const root = rootOf(xRay);
  return root === undefined ? continueTrace() : `00-${root}-${randomHex(16)}-${flagsOf(xRay)}`;
}

/** The 32 hexadecimal digits that all of a trace share; empty where the text is no traceparent. */
export function traceIdOf(traceparent: string): string {
  return w3c.test(traceparent) ? traceparent.slice(3, 35) : '';
}

const xRayRoot = /(?:^|;)\s*Root=1-(?!0{8}-0{24})([\da-f]{8})-([\da-f]{24})(?:;|$)/;
const xRayParent = /(?:^|;)\s*Parent=(?!0{16})([\da-f]{16})(?:;|$)/;
const notSampled = /(?:^|;)\s*Sampled=0(?:;|$)/;

function rootOf(header: string | undefined): string | undefined {
  const root = header === undefined ? null : xRayRoot.exec(header);
  return root === null ? undefined : `${root[1]}${root[2]}`;
}

function flagsOf(header = ''): '00' | '01' {
  return notSampled.test(header) ? '00' : '01';
}

/**
 * W3C traceparent of an X-Ray trace header (`Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`,
 * AWS X-Ray: "Tracing header"); undefined when the text is none.
 */
export function fromXRay(header: string | undefined): string | undefined {
  const root = rootOf(header);
  if (header === undefined || root === undefined) return undefined;
  return `00-${root}-${xRayParent.exec(header)?.[1] ?? randomHex(16)}-${flagsOf(header)}`;
}

/** X-Ray trace header of a W3C traceparent; undefined when the text is none. */
export function toXRay(traceparent: string | undefined): string | undefined {
  const { traceId, parentId, flags } = w3c.exec(traceparent ?? '')?.groups ?? {};
  if (traceId === undefined || flags === undefined) return undefined;
  const sampled = Number.parseInt(flags, 16) & 1;
  return `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${parentId};Sampled=${sampled}`;
}
