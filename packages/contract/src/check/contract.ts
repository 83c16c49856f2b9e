import { relative } from 'node:path';
import { type Diagnostic, Diagnostics } from '../diagnostics.js';
import type { ReadContract } from '../read/contract.js';
import { checkDecoding } from './decoding/decoding.js';
import { Document } from './document.js';
import { checkExplosivePatterns } from './explosive-patterns.js';
import { withoutIgnored } from './ignores.js';
import { checkLatencyBudgets } from './latency-budgets.js';
import { checkOpenEnums } from './open-enums.js';
import { checkService } from './service.js';
import { checkClientErrors } from './style/client-errors.js';
import { checkDeclaredSecurity } from './style/declared-security.js';
import { checkExamples } from './style/examples.js';
import { checkIdempotencyKeys } from './style/idempotency-keys.js';
import { checkTypes } from './style/missing-types.js';
import { checkFormats } from './style/misspelt-formats.js';
import { checkMediaTypes } from './style/misspelt-media-types.js';
import { checkRequiredNames } from './style/misspelt-required.js';
import { checkProblemResponses } from './style/problem-responses.js';
import type { Rule } from './style/rule.js';
import { checkSummaries } from './style/summaries.js';
import { checkBounds } from './style/unbounded.js';
import { checkSatisfiable } from './style/unsatisfiable.js';
import { checkVersionedPaths } from './style/versioned-paths.js';
import { checkExampleValues } from './values/examples.js';

/** What keeps a contract from being a good one, though it can be compiled. */
const styleRules: readonly Rule[] = [
  checkSummaries,
  checkClientErrors,
  checkProblemResponses,
  checkVersionedPaths,
  checkIdempotencyKeys,
  checkDeclaredSecurity,
  checkExamples,
  checkTypes,
  checkBounds,
  checkExampleValues,
  checkSatisfiable,
  checkRequiredNames,
  checkFormats,
  checkMediaTypes,
];

export interface CheckOptions {
  /** The contract has a service in this workspace, which must be able to keep it. */
  readonly served: boolean;
  /** Rules of style are told too, and not only what compiling has to know. */
  readonly style: boolean;
  /** To which places name files relative. */
  readonly directory: string;
}

/** Everything that is to be told of a contract: what reading it told, and what it says itself; less what it ignores. */
export function checkContract(read: ReadContract, options: CheckOptions): readonly Diagnostic[] {
  const { contract } = read;
  if (contract === undefined) return read.diagnostics;
  const { served, style, directory } = options;
  const document = new Document(directory);
  const diagnostics = new Diagnostics();
  const rules = [
    checkExplosivePatterns,
    checkLatencyBudgets,
    checkOpenEnums,
    checkDecoding,
    ...(style ? styleRules : []),
  ];
  for (const rule of rules) rule({ contract, document, diagnostics });
  const service = served ? checkService(contract) : [];
  const files = read.files.map((file) => relative(directory, file).replaceAll('\\', '/'));
  const found = [...read.diagnostics, ...service, ...diagnostics.all];
  const told = withoutIgnored(found, document, files);
  // An ignore of a rule that was not asked is not idle.
  return style ? told : told.filter(({ code }) => code !== 'unused-ignore');
}
