import { compilePattern } from '../bus/event-pattern.js';
import type { EventSourceMappingSpec, Json } from '../system.js';

/**
 * The mapping's filters as one predicate over records: true when any of them matches, or when there are none.
 * Errors: AwsError InvalidEventPatternException.
 */
export function compileFilters(mapping: EventSourceMappingSpec): (record: Json) => boolean {
  const compile = mapping.source.kind === 'sqs' ? compileMessageFilter : compilePattern;
  const filters = mapping.filterPatterns.map((pattern) =>
    compile(typeof pattern === 'string' ? (JSON.parse(pattern) as Json) : pattern),
  );
  return filters.length === 0 ? () => true : (record) => filters.some((matches) => matches(record));
}

/**
 * A pattern with an object under `body` is for JSON bodies, one with a list for plain text; a body of the other kind
 * does not pass ("Properly filtering Amazon SQS messages", Lambda Developer Guide).
 */
function compileMessageFilter(pattern: Json): (record: Json) => boolean {
  const matches = compilePattern(pattern);
  const body = memberOf(pattern, 'body');
  if (body === undefined) return matches;
  const wantsText = Array.isArray(body);
  return (record) => {
    const text = memberOf(record, 'body');
    const data = typeof text === 'string' ? structureOf(text) : undefined;
    if (wantsText) return data === undefined && matches(record);
    return data !== undefined && matches({ ...(record as { [key: string]: Json }), body: data });
  };
}

function memberOf(value: Json, name: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value[name] : undefined;
}

/** The object or array that a body holds; undefined for plain text. */
function structureOf(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
