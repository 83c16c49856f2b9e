const triplets = /(?:%[0-9A-Fa-f]{2})+/g;
const plain = /[\w~-]|[^\0-\x7f]/;

function readable(run: string): string {
  const characters = Array.from(decodeURIComponent(run));
  return characters
    .map((each) =>
      plain.test(each) ? each : `%${each.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
}

/**
 * A segment of a path in the one of its spellings that routes and parameters are read in: what need not be encoded is
 * not, and hexadecimal digits are capitals (RFC 3986, 6.2.2). A dot stays as it is sent, since one that is encoded is
 * part of a value where others part values.
 *
 * Errors: URIError for a `%` without two digits, or bytes that are no UTF-8.
 */
export function normalizedSegment(segment: string): string {
  const normalized = segment.replaceAll(triplets, readable);
  // What is left of `%` has no digits, or is encoded.
  decodeURIComponent(normalized);
  return normalized;
}
