import type { Operation, Parameter } from '../model.js';
import { memberNames, type Shape } from '../runtime/codec/shape.js';
import { parametersOf } from './operation-types.js';
import { otherShapes, shapeOf } from './shapes.js';

/** What a service has to know of a parameter's schema to read its text. */
export interface ParameterShapes {
  readonly shape: Shape;
  /** What else the text may stand for. */
  readonly shapes?: readonly Shape[];
  /** Names of the other parameters, where members of an exploded object that have no name here stand among them. */
  readonly others?: readonly string[];
}

function allShapes({ schema }: Parameter): Shape[] {
  return [shapeOf(schema), ...otherShapes(schema)];
}

export function parameterShapes(operation: Operation, parameter: Parameter): ParameterShapes {
  const { style, explode, in: location } = parameter;
  const [shape = shapeOf(undefined), ...shapes] = allShapes(parameter);
  const isOpen = style === 'form' && explode && [shape, ...shapes].some(({ rest }) => rest !== undefined);
  const beside = parametersOf(operation).filter((each) => each !== parameter && each.in === location);
  return {
    shape,
    ...(shapes.length > 0 && { shapes }),
    ...(isOpen && {
      others: beside.flatMap((each) => [each.name, ...allShapes(each).flatMap(memberNames)]),
    }),
  };
}
