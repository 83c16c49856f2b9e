import { decodePunycode, encodePunycode } from './punycode.js';

const plainLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** RFC 1123 host name of at most 253 characters, whose A-labels stand for valid U-labels (RFC 5890, 2.3.2.1). */
export function isHostname(text: string): boolean {
  if (text.length > 253 || !text.split('.').every((label) => plainLabel.test(label))) return false;
  if (!/xn--/i.test(text)) return true;
  return areLabels(text.toLowerCase().split('.'));
}

/** RFC 5890 host name: its labels may be U-labels, and its dots those of RFC 3490, 3.1. */
export function isIdnHostname(text: string): boolean {
  return areLabels(text.split(/[.\u3002\uff0e\uff61]/));
}

/** What a label reads as; undefined where it is none. */
function readLabel(label: string): string | undefined {
  if (plainLabel.test(label) && !/^..--/.test(label)) return label;
  if (!/^xn--/i.test(label)) return isULabel(label) && aLabel(label).length <= 63 ? label : undefined;
  const points = decodePunycode(label.slice(4));
  if (points === undefined || points.length === 0 || label.length > 63) return undefined;
  const text = String.fromCodePoint(...points);
  const isCanonical = aLabel(text) === label.toLowerCase();
  return isCanonical && /[^\0-\x7f]/.test(text) && isULabel(text) ? text : undefined;
}

function aLabel(text: string): string {
  return `xn--${encodePunycode(Array.from(text, (each) => each.codePointAt(0) ?? 0))}`;
}

function areLabels(labels: readonly string[]): boolean {
  const texts = labels.map(readLabel);
  if (texts.includes(undefined)) return false;
  const known = texts.filter((text) => text !== undefined);
  const isBidi = known.some((text) => rightToLeft.test(text));
  return (
    known.map(lengthOf).reduce((sum, each) => sum + each + 1, -1) <= 253 &&
    (!isBidi || known.every(isBidiLabel))
  );
}

function lengthOf(text: string): number {
  return /^[\0-\x7f]*$/.test(text) ? text.length : aLabel(text).length;
}

/** Exceptions of RFC 5892, 2.6: what no rule would let pass, and what none would refuse. */
const alwaysValid = /[\u00df\u03c2\u06fd\u06fe\u0f0b\u3007]/u;
const neverValid = /[\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]/u;
const contextual = /[\u00b7\u0375\u05f3\u05f4\u30fb\u0660-\u0669\u06f0-\u06f9\u200c\u200d]/u;
const letterOrDigit = /[\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}-]/u;

/** Whether a code point may stand in a U-label (RFC 5892, 3): a letter or digit that folding leaves as it is. */
function isPermitted(character: string): boolean {
  if (alwaysValid.test(character) || contextual.test(character)) return true;
  if (neverValid.test(character) || /\p{Default_Ignorable_Code_Point}/u.test(character)) return false;
  const folded = character.normalize('NFKC').toLowerCase().normalize('NFKC');
  return letterOrDigit.test(character) && folded === character;
}

const virama =
  /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0e3a\u0eba\u0f84\u1039\u103a\u1714\u1734\u17d2\u1a60\u1b44\u1baa\u1bab\u1bf2\u1bf3\u2d7f\ua806\ua8c4\ua953\ua9c0\uaaf6\uabed\u{10a3f}\u{11046}\u{1107f}\u{110b9}\u{11133}\u{111c0}\u{11235}\u{1134d}\u{11442}\u{114c2}\u{115bf}\u{1163f}\u{116b6}\u{1172b}\u{11839}]$/u;
/** Letters that join what follows; of Arabic, some join what stands before them alone. */
const joinsAfter =
  /(?![\u0622-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0673\u0675-\u0677\u0688-\u0699\u06c0\u06c3-\u06cb\u06cd\u06cf\u06d2\u06d3\u06d5\u06ee\u06ef])[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Phags_Pa}]\p{Mn}*$/u;
const joinsBefore =
  /^\p{Mn}*[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Phags_Pa}]/u;

/** Whether a joiner or non-joiner stands where it changes nothing that is written (RFC 5892, A.1 and A.2). */
function hasIdleJoiner(text: string): boolean {
  return Array.from(text.matchAll(/[\u200c\u200d]/g)).some(({ 0: joiner, index }) => {
    const [before, after] = [text.slice(0, index), text.slice(index + 1)];
    if (virama.test(before)) return false;
    return joiner === '\u200d' || !(joinsAfter.test(before) && joinsBefore.test(after));
  });
}

/** Where other contextual characters may not stand (RFC 5892, A.3 to A.9). */
const misplaced = [
  /(?<!l)\u00b7|\u00b7(?!l)/u,
  /\u0375(?!\p{Script=Greek})/u,
  /(?<!\p{Script=Hebrew})[\u05f3\u05f4]/u,
  /[\u0660-\u0669].*[\u06f0-\u06f9]|[\u06f0-\u06f9].*[\u0660-\u0669]/u,
];
const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

/** RFC 5891, 4.2.3: hyphens, combining marks, permitted code points and their contexts. */
function isULabel(text: string): boolean {
  if (text === '' || /^-|-$|^..--/su.test(text) || /^\p{M}/u.test(text)) return false;
  if (text.normalize('NFC') !== text || !Array.from(text).every(isPermitted)) return false;
  if (text.includes('\u30fb') && !japanese.test(text.replaceAll('\u30fb', ''))) return false;
  return !hasIdleJoiner(text) && !misplaced.some((each) => each.test(text));
}

// Extended Arabic-Indic digits are of the Arabic script, yet of the class of European digits.
const rightToLeft =
  /(?![\u06f0-\u06f9])[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u;
const rightLabel =
  /^(?![\u0660-\u0669\u06f0-\u06f9\p{M}])[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}][\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{M}0-9\u0660-\u0669\u200c-\u200d-]*$/u;

/** RFC 5893, 2, with letters for the classes R and AL and digits for AN and EN, which is what labels are made of. */
function isBidiLabel(text: string): boolean {
  if (!rightToLeft.test(text)) return /^\p{L}/u.test(text) && /[\p{L}\p{Nd}]\p{Mn}*$/u.test(text);
  const mixes = /[0-9\u06f0-\u06f9]/u.test(text) && /[\u0660-\u0669]/u.test(text);
  return rightLabel.test(text) && !mixes && /[\p{L}\p{Nd}\u06fd\u06fe]\p{Mn}*$/u.test(text);
}
