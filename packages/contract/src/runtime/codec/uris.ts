import { isIpv6 } from './formats.js';

const uriCharacters = /^(?:[a-z0-9\-._~:/?#@!$&'()*+,;=]|%[0-9a-f]{2}|\[(?=[0-9a-fv:])|\])*$/i;
const authority = /^(?:[^@/?#[\]]*@)?(?:\[([^\]]*)\]|[^:@/?#[\]]*)(?::\d*)?$/;

/** RFC 3986 URI-reference. */
export function isUriReference(text: string): boolean {
  const match = /^(?:([^:/?#]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec(text);
  if (match === null || !uriCharacters.test(text)) return false;
  const [, scheme, host, path = '', query = '', fragment = ''] = match;
  if (scheme !== undefined && !/^[a-z][a-z0-9+.-]*$/i.test(scheme)) return false;
  if (/[[\]]/.test(path + query) || /[[\]#]/.test(fragment)) return false;
  if (host === undefined) return true;
  const literal = authority.exec(host);
  return (
    literal !== null && (literal[1] === undefined || isIpv6(literal[1]) || /^v[0-9a-f]+\./i.test(literal[1]))
  );
}

/** RFC 3986 URI: a reference with a scheme. */
export function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) && isUriReference(text);
}

/** Characters of RFC 3987, 2.2 beyond those of a URI; private ones are for queries alone. */
const beyondAscii =
  /[\u{a0}-\u{d7ff}\u{f900}-\u{fdcf}\u{fdf0}-\u{ffef}\u{10000}-\u{1fffd}\u{20000}-\u{2fffd}\u{30000}-\u{3fffd}\u{40000}-\u{4fffd}\u{50000}-\u{5fffd}\u{60000}-\u{6fffd}\u{70000}-\u{7fffd}\u{80000}-\u{8fffd}\u{90000}-\u{9fffd}\u{a0000}-\u{afffd}\u{b0000}-\u{bfffd}\u{c0000}-\u{cfffd}\u{d0000}-\u{dfffd}\u{e1000}-\u{efffd}]/gu;
const privateUse = /[\u{e000}-\u{f8ff}\u{f0000}-\u{ffffd}\u{100000}-\u{10fffd}]/gu;

/** The URI of the same form: what stands beyond ASCII is a letter to it. */
function plainForm(text: string): string {
  const plain = text.replaceAll(beyondAscii, 'x');
  return plain.replace(/\?[^#]*/, (query) => query.replaceAll(privateUse, 'x'));
}

/** RFC 3987 IRI-reference. */
export function isIriReference(text: string): boolean {
  return !/^[^:/?#]*[^\0-\x7f][^:/?#]*:/.test(text) && isUriReference(plainForm(text));
}

/** RFC 3987 IRI: a reference with a scheme. */
export function isIri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) && isUriReference(plainForm(text));
}

// Operators that are reserved for later (RFC 6570, 2.2) stand for nothing yet.
const template =
  /^(?:[^\0-\x20"%<>\\^`{|}\x7f-\x9f\ud800-\udfff]|%[0-9A-Fa-f]{2}|\{[+#./;?&]?(?!,)(?:,?(?:\w|%[0-9A-Fa-f]{2})(?:\.?(?:\w|%[0-9A-Fa-f]{2}))*(?::[1-9]\d{0,3}(?!\d)|\*)?(?=[,}]))+\})*$/u;

/** RFC 6570 URI template. */
export function isUriTemplate(text: string): boolean {
  return template.test(text);
}
