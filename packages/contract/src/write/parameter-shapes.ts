import type { Operation, Parameter } from '../model.js';
import { memberNames } from '../runtime/codec/shape.js';
import { parametersOf } from './operation-types.js';
import { otherShapes, shapeOf } from './shapes.js';

/** Names that stand beside the members of an exploded object. */
export function othersOf(operation: Operation, parameter: Parameter): string[] {
  const beside = parametersOf(operation).filter((each) => each !== parameter && each.in === parameter.in);
  return beside.flatMap(({ name, schema }) => {
    const shapes = [shapeOf(schema), ...otherShapes(schema)];
    return [name, ...shapes.flatMap(memberNames)];
  });
}
