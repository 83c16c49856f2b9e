import { ExpressionContext } from '../expressions/context.js';
import { validationError } from '../validation/errors.js';

/** The members of an action that are expressions, and the older ones that may not stand beside them. */
export interface ExpressionMembers {
  readonly expressions: readonly string[];
  readonly legacy: readonly string[];
  /** The expressions that may use ExpressionAttributeValues, where not all of them. */
  readonly withValues?: readonly string[];
}

/** The context for the expressions of `input`; undefined when it has none. Errors: ValidationException. */
export function expressionContext(
  input: Readonly<Record<string, unknown>>,
  members: ExpressionMembers,
): ExpressionContext | undefined {
  refuseMixture(input, members);
  if (!usesExpressions(input, members)) return undefined;
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  return new ExpressionContext(names ?? undefined, values ?? undefined);
}

export function usesExpressions(
  input: Readonly<Record<string, unknown>>,
  { expressions }: ExpressionMembers,
): boolean {
  return expressions.some((name) => isPresent(input[name]));
}

/** DynamoDB says this before it looks at the values of the request. Errors: ValidationException. */
export function refuseMixture(input: Readonly<Record<string, unknown>>, members: ExpressionMembers): void {
  const expressions = members.expressions.filter((name) => isPresent(input[name]));
  const legacy = members.legacy.filter((name) => isPresent(input[name]));
  if (expressions.length > 0 && legacy.length > 0) {
    throw validationError(
      `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${legacy.join(', ')}} Expression parameters: {${expressions.join(', ')}}`,
    );
  }
  if (isPresent(input.ExpressionAttributeNames) && expressions.length === 0) {
    throw validationError('ExpressionAttributeNames can only be specified when using expressions');
  }
  const { withValues = members.expressions } = members;
  if (isPresent(input.ExpressionAttributeValues) && withValues.every((name) => !isPresent(input[name]))) {
    throw validationError(valuesWithoutExpression(members));
  }
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function valuesWithoutExpression({ expressions, withValues = expressions }: ExpressionMembers): string {
  const verb = withValues.length === 1 ? 'is' : 'are';
  return `ExpressionAttributeValues can only be specified when using expressions: ${withValues.join(' and ')} ${verb} null`;
}
