/**
 * Random hexadecimal digits, eight at a time. Ids of traces are no secrets; the first use of the platform's crypto
 * costs a cold start more than all traces of its life.
 */
function randomHex(digits: 16 | 32): string {
  let hex = '';
  while (hex.length < digits)
    hex += Math.floor(Math.random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return hex;
}

const w3c =
  /^(?!ff)[\da-f]{2}-(?!0{32})(?<traceId>[\da-f]{32})-(?!0{16})(?<parentId>[\da-f]{16})-(?<flags>[\da-f]{2})(?:$|-)/;

/** The first valid trace goes on with a new parent; without one (W3C Trace Context, 3.2.2) a trace begins here. */
export function continueTrace(...traceparents: readonly (string | undefined)[]): string {
  for (const traceparent of traceparents) {
    if (traceparent !== undefined && w3c.test(traceparent))
      return `00-${traceparent.slice(3, 35)}-${randomHex(16)}-${traceparent.slice(53, 55)}`;
  }
  return `00-${randomHex(32)}-${randomHex(16)}-01`;
}

/** The 32 hexadecimal digits that all of a trace share; empty where the text is no traceparent. */
export function traceIdOf(traceparent: string): string {
  return w3c.test(traceparent) ? traceparent.slice(3, 35) : '';
}

/**
 * W3C traceparent of an X-Ray trace header (`Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`,
 * AWS X-Ray: "Tracing header"); undefined when the text is none.
 */
export function fromXRay(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const root = /(?:^|;)\s*Root=1-([\da-f]{8})-([\da-f]{24})(?:;|$)/.exec(header);
  if (root === null) return undefined;
  const parent = /(?:^|;)\s*Parent=([\da-f]{16})(?:;|$)/.exec(header)?.[1] ?? randomHex(16);
  const sampled = /(?:^|;)\s*Sampled=0(?:;|$)/.test(header) ? '00' : '01';
  return `00-${root[1]}${root[2]}-${parent}-${sampled}`;
}

/** X-Ray trace header of a W3C traceparent; undefined when the text is none. */
export function toXRay(traceparent: string | undefined): string | undefined {
  const { traceId, parentId, flags } = w3c.exec(traceparent ?? '')?.groups ?? {};
  if (traceId === undefined || flags === undefined) return undefined;
  const sampled = Number.parseInt(flags, 16) & 1;
  return `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${parentId};Sampled=${sampled}`;
}
