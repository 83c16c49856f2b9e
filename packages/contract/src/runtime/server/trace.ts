let pool = Buffer.alloc(0);
let used = 0;

/** Random bytes are drawn many at a time: one call of the system costs more than all else that a trace needs. */
function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    pool = crypto.getRandomValues(Buffer.alloc(480));
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}

const w3c =
  /^(?!ff)[\da-f]{2}-(?!0{32})(?<traceId>[\da-f]{32})-(?!0{16})(?<parentId>[\da-f]{16})-(?<flags>[\da-f]{2})(?:$|-)/;

/** The first valid trace goes on with a new parent; without one (W3C Trace Context, 3.2.2) a trace begins here. */
export function continueTrace(...traceparents: readonly (string | undefined)[]): string {
  for (const traceparent of traceparents) {
    if (traceparent !== undefined && w3c.test(traceparent))
      return `00-${traceparent.slice(3, 35)}-${randomHex(8)}-${traceparent.slice(53, 55)}`;
  }
  return `00-${randomHex(16)}-${randomHex(8)}-01`;
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
  const parent = /(?:^|;)\s*Parent=([\da-f]{16})(?:;|$)/.exec(header)?.[1] ?? randomHex(8);
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
