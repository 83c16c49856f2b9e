import type { Schema } from '../model.js';
import type { Random } from './random.js';

/** Digits behind the point of a number as JavaScript writes it. */
function decimals(value: number): number {
  const [mantissa = '', power = '0'] = String(value).split('e');
  return Math.max((mantissa.split('.')[1]?.length ?? 0) - Number(power), 0);
}

interface Range {
  readonly least: number;
  readonly most: number;
}

/** The nearest numbers of `step` inside the bounds; a bound that excludes itself moves by one step. */
function rangeOf(schema: Schema, step: number): Range {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const above = exclusiveMinimum === undefined ? -Infinity : Math.floor(exclusiveMinimum / step + 1e-9) + 1;
  const below = exclusiveMaximum === undefined ? Infinity : Math.ceil(exclusiveMaximum / step - 1e-9) - 1;
  const least = Math.max(minimum === undefined ? -Infinity : Math.ceil(minimum / step - 1e-9), above);
  const most = Math.min(maximum === undefined ? Infinity : Math.floor(maximum / step + 1e-9), below);
  if (least === -Infinity && most === Infinity) return { least: 1, most: 100 };
  if (least === -Infinity) return { least: Math.min(most, Math.max(0, most - 100)), most };
  return { least, most: Math.min(most, least + 1000) };
}

/** A number inside the bounds; without bounds one from 1 to 100 steps. */
export function makeNumber(schema: Schema, type: 'integer' | 'number', random: Random): number {
  const { multipleOf } = schema;
  const whole = type === 'integer' || schema.format === 'int32' || schema.format === 'int64';
  const bounds = [schema.minimum, schema.maximum, schema.exclusiveMinimum, schema.exclusiveMaximum];
  const [low = 0, high = 100] = [
    schema.minimum ?? schema.exclusiveMinimum,
    schema.maximum ?? schema.exclusiveMaximum,
  ];
  const narrow = !whole && bounds.some((each) => each !== undefined) && Math.abs(high - low) < 1;
  const fraction = narrow ? Math.max(Math.abs(high - low) / 100, Number.MIN_VALUE) : 0.5;
  const step = multipleOf ?? (whole ? 1 : fraction);
  const wholeStep = whole && !Number.isInteger(step) ? step * 10 ** decimals(step) : step;
  const { least, most } = rangeOf(schema, wholeStep);
  const value = random.between(least, Math.max(least, most)) * wholeStep;
  // 3 × 0.1 is 0.30000000000000004: the number that is meant has no more digits than the step.
  return Number(value.toFixed(Math.min(decimals(wholeStep), 20)));
}
