import type { CommitLog } from '@atoll/embedded-dynamodb';
import type { ParameterSet } from './parameter-set.js';

/** The part's name in the commit log. */
export const part = 'parameters';

/** What the actions work with. */
export interface ParameterService {
  readonly set: ParameterSet;
  readonly log: CommitLog;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Of every parameter's ARN, without the slash before the name. */
  readonly arnPrefix: string;
}

export function arnOf({ arnPrefix }: ParameterService, name: string): string {
  return name.startsWith('/') ? `${arnPrefix}${name}` : `${arnPrefix}/${name}`;
}
