import { CallError } from '../call-error.js';
import type { DecodeTarget } from '../model.js';
import { decodesFormat, decodeTargets, isDecodeTarget } from '../read/codec-options.js';

/** The targets of `--decode FORMAT=TARGET`, by format. Errors: CallError. */
export function decodeOption(given: readonly string[]): Readonly<Record<string, DecodeTarget>> {
  const pairs = given.map((each) => {
    const [format = '', target, ...more] = each.split('=');
    if (format === '' || !isDecodeTarget(target) || more.length > 0)
      throw new CallError(
        `--decode takes FORMAT=TARGET, as in date-time=Date, not '${each}'; targets are ${decodeTargets.join(', ')}`,
      );
    if (!decodesFormat(format, target))
      throw new CallError(`--decode ${each}: nothing decodes the format ${format} as ${target}`);
    return [format, target] as const;
  });
  return Object.fromEntries(pairs);
}
