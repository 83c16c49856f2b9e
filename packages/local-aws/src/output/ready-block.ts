import type { Urls } from '../local-facts.js';
import type { SeedOutcome } from '../seed/apply-seed.js';
import type { System } from '../system.js';

/** What `startLocalAws` gives, as far as it is told. */
export interface Started extends Urls {
  readonly system: Pick<System, 'functions' | 'tables' | 'queues' | 'apiKeys'>;
  readonly seeds: SeedOutcome;
  readonly startMs: number;
}

export interface ReadyFacts {
  readonly dataDir?: string;
  /** Text of the caller; `{api}` and `{endpoint}` stand for the URLs. */
  readonly hint?: string;
}

/** `1 queue`, `2 queues`. */
export function counted(count: number, noun: string): string {
  const plural = noun.endsWith('s') ? `${noun}es` : `${noun}s`;
  return `${count} ${count === 1 ? noun : plural}`;
}

function seedLine({ applied, requests, known }: SeedOutcome): string | undefined {
  if (applied > 0) return `${counted(requests, 'request')} of ${counted(applied, 'file')}`;
  return known > 0 ? 'the data has them already' : undefined;
}

/** What a person needs to know of a system that has just started. */
export function readyBlock({ system, seeds, startMs, ...urls }: Started, facts: ReadyFacts): string {
  const { functions, tables, queues, apiKeys } = system;
  const lines = [
    `local-aws is ready after ${Math.round(startMs)} ms`,
    '',
    `  API       ${urls.apiUrl}`,
    `  endpoint  ${urls.endpointUrl}  (AWS_ENDPOINT_URL)`,
    `  issuer    ${urls.issuerUrl}`,
    `  system    ${counted(functions.length, 'function')}, ${counted(tables.length, 'table')}, ${counted(queues.length, 'queue')}`,
    ...apiKeys.map(({ name, value }) => `  API key   ${value}  (${name})`),
    `  data      ${facts.dataDir ?? 'in memory: --data DIR keeps it'}`,
  ];
  const seeded = seedLine(seeds);
  if (seeded !== undefined) lines.push(`  seeds     ${seeded}`);
  const hint = facts.hint
    ?.trimEnd()
    .replaceAll('{api}', urls.apiUrl)
    .replaceAll('{endpoint}', urls.endpointUrl);
  if (hint) lines.push('', hint);
  return `\n${lines.join('\n')}\n\n`;
}
