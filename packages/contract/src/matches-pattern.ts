import { TookTooLong, withinTime } from './within-time.js';

const patterns = new Map<string, RegExp | undefined>();

/** The regular expression of a pattern; undefined when it does not compile, with the `u` flag or without. */
function regExpOf(pattern: string): RegExp | undefined {
  if (patterns.has(pattern)) return patterns.get(pattern);
  const made = [() => new RegExp(pattern, 'u'), () => new RegExp(pattern)].flatMap((make) => {
    try {
      return [make()];
    } catch (error) {
      if (error instanceof SyntaxError) return [];
      throw error;
    }
  })[0];
  patterns.set(pattern, made);
  return made;
}

/** Texts so short end soon whatever the pattern; watching the time takes longer than most of them. */
const mostUnwatched = 20;
/** How long a pattern may be busy with one text, in milliseconds. */
const mostTime = 200;

/**
 * Whether a text has a match of a pattern; undefined where the pattern does not compile. One that is still busy after its
 * time counts as without: engines explode where they find no match, and no service would take such a text.
 */
export function matchesPattern(pattern: string, text: string): boolean | undefined {
  const regExp = regExpOf(pattern);
  if (regExp === undefined) return undefined;
  if (text.length <= mostUnwatched) return regExp.test(text);
  try {
    return withinTime(mostTime, () => regExp.test(text));
  } catch (error) {
    if (error instanceof TookTooLong) return false;
    throw error;
  }
}
