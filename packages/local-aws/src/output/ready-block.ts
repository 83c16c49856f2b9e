import type { Urls } from '../local-facts.js';
import type { System } from '../system.js';

export interface ReadyFacts {
  readonly durationMs: number;
  readonly dataDir?: string;
  /** Text of the caller; `{api}` and `{endpoint}` stand for the URLs. */
  readonly hint?: string;
}

/** `1 queue`, `2 queues`. */
export function counted(count: number, noun: string): string {
  const plural = noun.endsWith('s') ? `${noun}es` : `${noun}s`;
  return `${count} ${count === 1 ? noun : plural}`;
}

/** What a person needs to know of a system that has just started. */
export function readyBlock(
  { system, ...urls }: Urls & { readonly system: System },
  facts: ReadyFacts,
): string {
  const { functions, tables, queues } = system;
  const lines = [
    `local-aws is ready after ${Math.round(facts.durationMs)} ms`,
    '',
    `  API       ${urls.apiUrl}`,
    `  endpoint  ${urls.endpointUrl}  (AWS_ENDPOINT_URL)`,
    `  issuer    ${urls.issuerUrl}`,
    `  system    ${counted(functions.length, 'function')}, ${counted(tables.length, 'table')}, ${counted(queues.length, 'queue')}`,
    `  data      ${facts.dataDir ?? 'in memory: --data DIR keeps it'}`,
  ];
  const hint = facts.hint
    ?.trimEnd()
    .replaceAll('{api}', urls.apiUrl)
    .replaceAll('{endpoint}', urls.endpointUrl);
  if (hint) lines.push('', hint);
  return `\n${lines.join('\n')}\n\n`;
}
