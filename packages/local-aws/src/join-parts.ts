import { type CommitLog, createTables, type Tables } from '@atoll/embedded-dynamodb';
import { createBus } from './bus/create-bus.js';
import { checkFunctions } from './functions/check-functions.js';
import { createFunctions } from './functions/create-functions.js';
import { type ApiKeyActions, createApiKeyActions } from './gateway/api-key-actions.js';
import { checkApis } from './gateway/check-apis.js';
import { createIssuer } from './issuer/create-issuer.js';
import { localFacts, type Urls } from './local-facts.js';
import { createMappings } from './mappings/create-mappings.js';
import { createParameters } from './parameters/create-parameters.js';
import type { Bus, Functions, Issuer, Mappings, Output, Parameters } from './parts.js';
import { StartError } from './parts.js';
import { checkPolicies } from './policies/check-policies.js';
import { GrantRecord } from './policies/grant-record.js';
import { createQueues, type SqsQueues } from './queues/create-queues.js';
import { createSeeds, type Seeds } from './seed/apply-seed.js';
import type { System } from './system.js';
import { checkTopics } from './topics/check-topics.js';
import { createTopics, type Topics } from './topics/create-topics.js';

export interface JoinOptions {
  readonly system: System;
  readonly log: CommitLog;
  readonly urls: Urls;
  readonly output: Output;
  readonly watch: boolean;
  readonly throttle: boolean;
  /** Function name → port of its debugger. */
  readonly inspect: Readonly<Record<string, number>>;
  /** File for what the functions use of the policies. */
  readonly grantsFile?: string;
}

export interface Parts {
  readonly tables: Tables;
  readonly queues: SqsQueues;
  readonly functions: Functions;
  readonly bus: Bus;
  readonly mappings: Mappings;
  readonly parameters: Parameters;
  readonly apiKeys: ApiKeyActions;
  readonly topics: Topics;
  readonly issuer: Issuer;
  readonly seeds: Seeds;
  readonly grants?: { readonly record: GrantRecord; readonly file: string };
}

/** The URL of a queue; its path is what the SDKs send back. */
export function queueUrlAt(endpointUrl: string, accountId: string): (name: string) => string {
  return (name) => `${endpointUrl}/${accountId}/${name}`;
}

/** All that the parts find wrong with the system before any of them starts. */
function check(system: System): void {
  const problems = [
    ...checkApis(system),
    ...checkFunctions(system),
    ...checkPolicies(system),
    ...checkTopics(system),
  ];
  if (problems.length > 0) throw new StartError(problems);
}

/** The record, written once so that a file which cannot be written is told before the start. Errors: StartError. */
function grantsIn(file: string, system: System): Required<Parts>['grants'] {
  const record = new GrantRecord(system);
  record.write(file);
  return { record, file };
}

/** Makes every part and joins it to the log, which is not open yet. Errors: StartError. */
export function joinParts({ system, log, urls, output, watch, inspect, grantsFile }: JoinOptions): Parts {
  check(system);
  const { region, accountId } = system;
  const tables = createTables({ log, region, accountId });
  const queues = createQueues({ system, log, queueUrl: queueUrlAt(urls.endpointUrl, accountId) });
  const endpointUrl = () => urls.endpointUrl;
  const functions = createFunctions({ system, log, queues, output, endpointUrl, watch, inspect });
  const topics = createTopics({ system, log, queues, functions, output });
  return {
    tables,
    queues,
    functions,
    bus: createBus({ system, log, queues, functions, topics, output }),
    mappings: createMappings({ system, log, queues, functions, tables, output }),
    parameters: createParameters({ system, log, extra: localFacts(urls) }),
    apiKeys: createApiKeyActions(system),
    topics,
    issuer: createIssuer({ log, issuerUrl: () => urls.issuerUrl }),
    seeds: createSeeds(log),
    ...(grantsFile !== undefined && { grants: grantsIn(grantsFile, system) }),
  };
}

export function startParts({ tables, queues, bus, functions, mappings }: Parts): void {
  tables.start();
  queues.start();
  bus.start();
  functions.start();
  mappings.start();
}

/** Batches that are under way get this long to end; what is not done then is delivered again after the next start. */
const mappingsLimitMs = 700;

/** Takes no more batches and waits for those that are under way, though not for long. */
export async function closeMappings({ mappings }: Parts): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, mappingsLimitMs);
  });
  await Promise.race([mappings.close(), limit]);
  clearTimeout(timer);
}

/** Ends the functions' processes, then what they were served by; after `closeMappings`. */
export async function closeParts({ tables, queues, bus, functions }: Parts): Promise<void> {
  await functions.close();
  bus.close();
  queues.close();
  tables.close();
}
