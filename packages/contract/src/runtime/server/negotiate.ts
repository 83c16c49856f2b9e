import type { ServedOperation } from './handler.js';
import { ProblemError, problem } from './problem.js';
import { recalled, remembered } from './remembered.js';

interface Range {
  readonly type: string;
  /** 0 to 1. */
  readonly quality: number;
}

const parsed = new Map<string, readonly Range[]>();

function readRanges(accept: string): Range[] {
  return accept.split(',').flatMap((part) => {
    const [type = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
    if (!/^[^\s/]+\/[^\s/]+$/.test(type)) return [];
    const weight = parameters.find((each) => /^q\s*=/.test(each))?.split('=')[1] ?? '1';
    const quality = Number(weight);
    return [{ type, quality: Number.isFinite(quality) ? Math.min(Math.max(quality, 0), 1) : 1 }];
  });
}

/** How much a media type is wanted, by the most specific range that holds it (RFC 9110, 12.5.1); 0 is not at all. */
function qualityOf(mediaType: string, ranges: readonly Range[]): number {
  const candidates = [mediaType, `${mediaType.split('/', 1)[0]}/*`, '*/*'];
  for (const candidate of candidates) {
    const matching = ranges.filter(({ type }) => type === candidate);
    if (matching.length > 0) return Math.max(...matching.map(({ quality }) => quality));
  }
  return 0;
}

/** The media types that are acceptable, best first; those that are wanted alike stay in their order. */
export function acceptable(mediaTypes: readonly string[], accept: string | undefined): string[] {
  if (accept === undefined || accept === '*/*') return [...mediaTypes];
  const ranges = recalled(parsed, accept, readRanges);
  // A header that names no range says nothing (RFC 9110, 12.5.1: absent means any).
  if (ranges.length === 0) return [...mediaTypes];
  if (mediaTypes.length === 1) return qualityOf(mediaTypes[0] ?? '', ranges) > 0 ? [...mediaTypes] : [];
  return mediaTypes
    .map((mediaType) => ({ mediaType, quality: qualityOf(mediaType, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ mediaType }) => mediaType);
}

interface Successes {
  readonly types: readonly string[];
  /** The type that each `Accept` likes best. */
  readonly best: Map<string, string | undefined>;
}

const successesOf = remembered(({ responses }: ServedOperation): Successes => {
  const successes = Object.entries(responses).filter(([status]) => /^[23]/.test(status));
  const entries = successes.length > 0 ? successes : Object.entries(responses);
  return { types: [...new Set(entries.flatMap(([, content]) => Object.keys(content)))], best: new Map() };
});

function bestOf(operation: ServedOperation, types: readonly string[], accept: string): string | undefined {
  const [best] = acceptable(types, accept);
  if (best !== undefined || types.some((type) => type.includes('*'))) return best;
  throw new ProblemError(problem(406, `the answers of ${operation.operationId} are ${types.join(', ')}`));
}

/**
 * The media type of a success that the caller likes best; undefined where successes have no body. Problems are always
 * acceptable, so only a caller who takes none of the successes is refused. Errors: ProblemError 406.
 */
export function negotiate(operation: ServedOperation, accept: string | undefined): string | undefined {
  const { types, best } = successesOf(operation);
  if (types.length === 0 || accept === undefined || accept === types[0]) return types[0];
  return recalled(best, accept, () => bestOf(operation, types, accept));
}
