import { annotationFamily, annotationRules } from './annotations.js';
import { boundFamily, boundRules } from './bounds.js';
import { compositionFamily, compositionRules } from './composition.js';
import { lifecycleFamily, lifecycleRules } from './lifecycle.js';
import { propertyRules } from './properties.js';
import type { Effect, RuleFamily, SchemaRule } from './rule.js';
import { typeFamily, typeRules } from './types.js';
import { unionRules } from './unions.js';
import { valueFamily, valueRules } from './values.js';

const otherRules: readonly SchemaRule[] = [
  { id: 'schema-changed', effect: 'decided', about: 'the values changed in a way that no other rule names' },
];

/** Every rule about a schema, by family. */
export const schemaRules: readonly SchemaRule[] = [
  ...typeRules,
  ...valueRules,
  ...boundRules,
  ...propertyRules,
  ...unionRules,
  ...compositionRules,
  ...annotationRules,
  ...lifecycleRules,
  ...otherRules,
];

const effects: ReadonlyMap<string, Effect> = new Map(schemaRules.map(({ id, effect }) => [id, effect]));

/** The effect of a rule by its id. Error: there is none, which is a fault of the caller. */
export function effectOf(id: string): Effect {
  const effect = effects.get(id);
  if (effect === undefined) throw new Error(`there is no rule '${id}'`);
  return effect;
}

/** What a schema checks: silent where both sides accept the same values. */
export const checkedFamilies: readonly RuleFamily[] = [
  typeFamily,
  valueFamily,
  boundFamily,
  compositionFamily,
];

/** What no schema checks: told however the values compare. */
export const statedFamilies: readonly RuleFamily[] = [annotationFamily, lifecycleFamily];
