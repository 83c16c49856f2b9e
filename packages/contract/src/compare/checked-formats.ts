import {
  isBase64,
  isDate,
  isDateTime,
  isDuration,
  isEmail,
  isIdnEmail,
  isIpv4,
  isIpv6,
  isJsonPointer,
  isRegex,
  isRelativeJsonPointer,
  isTime,
  isUuid,
} from '../runtime/codec/formats.js';
import { isHostname, isIdnHostname } from '../runtime/codec/host-names.js';
import { isIri, isIriReference, isUri, isUriReference, isUriTemplate } from '../runtime/codec/uris.js';

/** Formats of texts that codecs check; others are annotations (JSON Schema 2020-12 Validation, 7.2.1). */
export const textFormats: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ['date', isDate],
  ['date-time', isDateTime],
  ['time', isTime],
  ['duration', isDuration],
  ['email', isEmail],
  ['idn-email', isIdnEmail],
  ['hostname', isHostname],
  ['idn-hostname', isIdnHostname],
  ['ipv4', isIpv4],
  ['ipv6', isIpv6],
  ['uri', isUri],
  ['uri-reference', isUriReference],
  ['uri-template', isUriTemplate],
  ['iri', isIri],
  ['iri-reference', isIriReference],
  ['uuid', isUuid],
  ['json-pointer', isJsonPointer],
  ['relative-json-pointer', isRelativeJsonPointer],
  ['byte', isBase64],
  ['regex', isRegex],
]);

const integerBits: ReadonlyMap<string, number> = new Map([
  ['int8', 8],
  ['int16', 16],
  ['int32', 32],
]);

/** The limits of a format of whole numbers; int64 has none that a number of JavaScript could tell. */
export function formatLimits(
  format: string | undefined,
): { readonly min: number; readonly max: number } | undefined {
  const bits = integerBits.get(format ?? '');
  return bits === undefined ? undefined : { min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 };
}

export function isWholeFormat(format: string | undefined): boolean {
  return format === 'int64' || integerBits.has(format ?? '');
}
