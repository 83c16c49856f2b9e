/** Punycode (RFC 3492) with the parameters of section 5; labels are given without `xn--`. */
const base = 36;
const thresholdMin = 1;
const thresholdMax = 26;
const firstCode = 128;
const firstBias = 72;

function adapted(delta: number, count: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? 700 : 2));
  rest += Math.floor(rest / count);
  let bias = 0;
  for (; rest > ((base - thresholdMin) * thresholdMax) / 2; bias += base)
    rest = Math.floor(rest / (base - thresholdMin));
  return bias + Math.floor(((base - thresholdMin + 1) * rest) / (rest + 38));
}

function threshold(position: number, bias: number): number {
  return Math.min(Math.max(position - bias, thresholdMin), thresholdMax);
}

const digits = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The code points that a label stands for; undefined where it stands for none. */
export function decodePunycode(label: string): number[] | undefined {
  const text = label.toLowerCase();
  const end = text.lastIndexOf('-');
  const points = Array.from(text.slice(0, Math.max(end, 0)), (each) => each.codePointAt(0) ?? 0);
  let [code, bias, at] = [firstCode, firstBias, 0];
  for (let index = end + 1; index < text.length; ) {
    const before = at;
    for (let weight = 1, position = base; ; position += base) {
      const digit = index < text.length ? digits.indexOf(text.charAt(index)) : -1;
      index += 1;
      if (digit < 0) return undefined;
      at += digit * weight;
      if (at > Number.MAX_SAFE_INTEGER) return undefined;
      const limit = threshold(position, bias);
      if (digit < limit) break;
      weight *= base - limit;
    }
    bias = adapted(at - before, points.length + 1, before === 0);
    code += Math.floor(at / (points.length + 1));
    at %= points.length + 1;
    if (code > 0x10ffff) return undefined;
    points.splice(at, 0, code);
    at += 1;
  }
  return points;
}

function encodedNumber(value: number, bias: number): string {
  let text = '';
  let rest = value;
  for (let position = base; ; position += base) {
    const limit = threshold(position, bias);
    if (rest < limit) return text + digits.charAt(rest);
    text += digits.charAt(limit + ((rest - limit) % (base - limit)));
    rest = Math.floor((rest - limit) / (base - limit));
  }
}

/** The label of code points. */
export function encodePunycode(points: readonly number[]): string {
  const plain = points.filter((each) => each < firstCode);
  let text = String.fromCharCode(...plain) + (plain.length > 0 ? '-' : '');
  let [code, bias, delta, handled] = [firstCode, firstBias, 0, plain.length];
  while (handled < points.length) {
    const next = Math.min(...points.filter((each) => each >= code));
    delta += (next - code) * (handled + 1);
    code = next;
    for (const each of points) {
      if (each < code) delta += 1;
      if (each !== code) continue;
      text += encodedNumber(delta, bias);
      bias = adapted(delta, handled + 1, handled === plain.length);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    code += 1;
  }
  return text;
}
