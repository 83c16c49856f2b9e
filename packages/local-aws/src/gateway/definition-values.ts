import type { Json } from '../system.js';

/** The members of a JSON object; none of anything else. */
export function record(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** The text of a parameter mapping's literal, which stands in single quotes; undefined for an expression. */
export function unquoted(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? /^'(.*)'$/s.exec(value)?.[1] : undefined;
}

/** The function in an integration's or authorizer's URI: `arn:aws:apigateway:…:lambda:path/…/functions/ARN/invocations`. */
export function functionArnOf(uri: Json | undefined): string | undefined {
  if (typeof uri !== 'string' || uri.includes('${')) return undefined;
  return /:lambda:path\/2015-03-31\/functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1];
}

/** Name of a function by its ARN, without alias or version. */
export function functionNameOf(arn: string): string {
  return arn.split(':')[6] ?? arn;
}
