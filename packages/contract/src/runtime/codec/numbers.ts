/** A decimal as written by JavaScript: value = digits × 10^exponent. */
function decimal(value: number): { digits: bigint; exponent: number } {
  const [mantissa = '0', power = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

/** Whether `value` is a whole multiple of `divisor` as decimals: 0.3 is one of 0.1, which floats deny. */
export function isMultipleOf(value: number, divisor: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0;
  const a = decimal(value);
  const b = decimal(divisor);
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (each: { digits: bigint; exponent: number }) =>
    each.digits * 10n ** BigInt(each.exponent - exponent);
  return scaled(a) % scaled(b) === 0n;
}
