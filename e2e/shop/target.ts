/** What the shop runs on: `local` is local-aws alone, `sam` has its API functions in containers of `sam local`. */
export const target = process.env.ATOLL_TARGET === 'sam' ? 'sam' : 'local';

/** Behaviour that a target cannot show, and why: everything else holds on each of them. */
interface Difference {
  readonly reason: string;
  /** Names of tests. */
  readonly tests: readonly string[];
}

const differences: Readonly<Record<typeof target, readonly Difference[]>> = {
  local: [],
  sam: [
    {
      reason:
        'SAM CLI passes over API keys, so that the function is told of none and refuses everybody: only API Gateway knows whose key is good',
      tests: [
        'a partner without a key, or with one that is made up, is refused before the service is asked',
        'a partner with a key gets the whole catalog, as often as the quota of the day says',
      ],
    },
    {
      reason: 'SAM CLI passes over gateway responses and answers 403 where no API has the path',
      tests: ['a path of no service is 404'],
    },
  ],
};

function differenceOf(name: string): Difference | undefined {
  return differences[target].find(({ tests }) => tests.includes(name));
}

/** A test that every target passes but those that are known to differ; a skipped one says why. */
export function behaviour(name: string, run: () => Promise<void>, timeoutMs?: number): void {
  const difference = differenceOf(name);
  if (difference === undefined) test(name, run, timeoutMs);
  else test.skip(`${name} [not on ${target}: ${difference.reason}]`, run, timeoutMs);
}
