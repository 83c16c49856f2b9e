import type { Json } from '../system.js';

type Step = string | number | typeof everyElement;

const everyElement = Symbol('*');

const stepSyntax = /\.([^.[\]'"()*?@\s]+)|\[(\d+)\]|\['([^']+)'\]|\["([^"]+)"\]|(\[\*\]|\.\*)/y;

/**
 * Compiles the JSONPath of InputPath and InputPathsMap: members, indexes and `[*]`. The selection is undefined where
 * the event has nothing there. Error: SyntaxError for what EventBridge does not take.
 */
export function compileJsonPath(path: string): (event: Json) => Json | undefined {
  const steps = stepsOf(path);
  return (event) => select(event, steps);
}

function stepsOf(path: string): Step[] {
  if (!path.startsWith('$')) throw new SyntaxError(`JSONPath '${path}' does not start with $`);
  const steps: Step[] = [];
  for (let at = 1; at < path.length; at = stepSyntax.lastIndex) {
    stepSyntax.lastIndex = at;
    const match = stepSyntax.exec(path);
    if (match === null)
      throw new SyntaxError(`JSONPath '${path}' is not supported from '${path.slice(at)}' on`);
    const [, member, index, quoted, doubleQuoted] = match;
    const name = member ?? quoted ?? doubleQuoted;
    steps.push(name ?? (index === undefined ? everyElement : Number(index)));
  }
  return steps;
}

function select(value: Json | undefined, steps: readonly Step[]): Json | undefined {
  const [step, ...rest] = steps;
  if (step === undefined || value === undefined) return value;
  if (step === everyElement) return selectEvery(value, rest);
  if (typeof step === 'number') return Array.isArray(value) ? select(value[step], rest) : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, step) ? select(value[step], rest) : undefined;
}

function selectEvery(value: Json, rest: readonly Step[]): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.values(value).flatMap((each) => {
    const found = select(each, rest);
    return found === undefined ? [] : [found];
  });
}
