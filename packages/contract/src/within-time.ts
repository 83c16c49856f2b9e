import { createContext, Script } from 'node:vm';

/** Work has been ended because it took longer than it may. */
export class TookTooLong extends Error {
  constructor(milliseconds: number) {
    super(`it took longer than ${milliseconds} ms`);
  }
}

const surroundings = createContext({});
const run = new Script('work()');

function isTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/**
 * Runs `work` and ends it after so many milliseconds: the only way to end a regular expression that backtracks
 * (https://nodejs.org/api/vm.html#scriptrunincontextcontextifiedobject-options). For values that others wrote, judged
 * by patterns that others wrote.
 *
 * Errors: TookTooLong, and what `work` throws.
 */
export function withinTime<T>(milliseconds: number, work: () => T): T {
  let result: { readonly value: T } | undefined;
  surroundings.work = () => {
    result = { value: work() };
  };
  try {
    run.runInContext(surroundings, { timeout: milliseconds });
  } catch (error) {
    throw isTimeout(error) ? new TookTooLong(milliseconds) : error;
  }
  if (result === undefined) throw new Error('work ends with a result or an error');
  return result.value;
}
