import { AwsError } from '../parts.js';
import type { FunctionSpec } from '../system.js';

function notFound(what: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Function not found: ${what}`, {
    statusCode: 404,
    details: { Type: 'User' },
  });
}

/** Finds functions by what Lambda's API takes for a name: name, ARN or partial ARN, with or without `:$LATEST`. */
export class FunctionNames {
  readonly #byName: ReadonlyMap<string, FunctionSpec>;
  readonly #prefix: string;

  constructor(functions: readonly FunctionSpec[], prefix: string) {
    this.#byName = new Map(functions.map((spec) => [spec.functionName, spec]));
    this.#prefix = prefix;
  }

  /** Errors: AwsError ResourceNotFoundException, of a function or of a version or alias other than `$LATEST`. */
  find(reference: string, qualifier?: string): FunctionSpec {
    const match = /^(?:arn:aws[\w-]*:lambda:[\w-]+:)?(?:\d{12}:)?(?:function:)?([\w-]+)(?::([$\w-]+))?$/.exec(
      reference,
    );
    const spec = this.#byName.get(match?.[1] ?? '');
    const version = qualifier ?? match?.[2] ?? '$LATEST';
    const isElsewhere = reference.startsWith('arn:') && !reference.startsWith(spec?.arn ?? reference);
    if (spec !== undefined && version === '$LATEST' && !isElsewhere) return spec;
    const arn = match === null || isElsewhere ? reference : `${this.#prefix}${match[1]}`;
    throw notFound(version === '$LATEST' ? arn : `${arn}:${version}`);
  }
}
