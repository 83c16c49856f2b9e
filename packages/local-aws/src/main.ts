import { resolve } from 'node:path';
import { type CommitLog, fileLog, memoryLog } from '@atoll/embedded-dynamodb';
import { createTablesOf } from './create-tables-of.js';
import { debuggedFunctions } from './debugged-functions.js';
import { createEndpoint } from './endpoint/create-endpoint.js';
import { createGateway } from './gateway/create-gateway.js';
import {
  closeMappings,
  closeParts,
  type JoinOptions,
  joinParts,
  type Parts,
  startParts,
} from './join-parts.js';
import { checkPublicHost, type LateServer, listen } from './late-server.js';
import type { Urls } from './local-facts.js';
import { createOutput } from './output/create-output.js';
import { quietable } from './output/quietable.js';
import type { Output } from './parts.js';
import { type CalledParts, partsOfCallers } from './policies/parts-of-callers.js';
import { readLocalSystem, type SystemOptions } from './read-local-system.js';
import type { SeedOutcome } from './seed/apply-seed.js';
import { readSeeds } from './seed/read-seeds.js';
import type { System } from './system.js';

/** Path of the token issuer on the endpoint. */
const issuerPath = '/issuer';

export interface LocalAwsOptions extends SystemOptions {
  /** Of the gateway, 3000 unless told; 0 takes a free one. */
  readonly port?: number;
  /** Of the AWS endpoint and the issuer, 4566 unless told; 0 takes a free one. */
  readonly endpointPort?: number;
  /** To listen on; 127.0.0.1 unless told. Containers reach the host by 0.0.0.0. */
  readonly host?: string;
  /** Name of this machine for whoever calls: in all URLs and in the issuer of tokens; the host unless told. */
  readonly publicHost?: string;
  /** false: stages and usage plans throttle nobody, to measure; quotas still count. */
  readonly throttle?: boolean;
  /** Keeps tables, queues, keys and all else in this directory; without it they are gone with the process. */
  readonly dataDir?: string;
  /** Acknowledges nothing before it is on the disk. */
  readonly fsync?: boolean;
  /** Bundles a function again when its source is saved; false unless told. */
  readonly watch?: boolean;
  /** Requests to send to the gateway once it is up, see `seed/`. */
  readonly seedFiles?: readonly string[];
  /** Logical id or name of a function → port of its debugger. */
  readonly inspect?: Readonly<Record<string, number>>;
  readonly output?: Output;
  /** File that is written at the close: which grants of the policies the functions have used, and which not. */
  readonly recordGrantsFile?: string;
}

export interface RunningSystem extends Urls {
  readonly system: System;
  readonly seeds: SeedOutcome;
  /** From the call to the first request that is answered; seeding comes after that. */
  readonly startMs: number;
  /** An access token of the issuer. */
  token(sub: string, scopes: readonly string[]): Promise<string>;
  /**
   * For tests of policies: from now on the statements at these places, `file:line:column`, grant no function anything
   * that it calls. What Lambda and EventBridge need for themselves is asked for at the start.
   */
  leaveOut(places: readonly string[]): void;
  /** Stops everything within two seconds; what `dataDir` holds is complete then. */
  close(): Promise<void>;
}

interface Servers {
  readonly gateway: LateServer;
  readonly endpoint: LateServer;
}

async function openServers({
  port = 3000,
  endpointPort = 4566,
  host = '127.0.0.1',
  publicHost,
}: LocalAwsOptions): Promise<Servers> {
  if (publicHost !== undefined) await checkPublicHost(publicHost);
  const hosts = { host, ...(publicHost !== undefined && { publicHost }) };
  const gateway = await listen({ ...hosts, port, purpose: 'API gateway', option: '--port' });
  try {
    const endpoint = await listen({
      ...hosts,
      port: endpointPort,
      purpose: 'AWS endpoint',
      option: '--endpoint-port',
    });
    return { gateway, endpoint };
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

function logOf({ dataDir, fsync = false }: LocalAwsOptions): CommitLog {
  return dataDir === undefined ? memoryLog() : fileLog(resolve(dataDir), { fsync });
}

function serve(
  { gateway, endpoint }: Servers,
  parts: Parts,
  { system, output, throttle }: JoinOptions,
): CalledParts['leaveOut'] {
  const { grants, ...played } = parts;
  const served = { ...played, issuerPath, accountId: system.accountId };
  const { partsOf, leaveOut } = partsOfCallers(served, {
    system,
    output,
    ...(grants !== undefined && { record: grants.record }),
  });
  endpoint.serve(createEndpoint({ ...served, output, partsOf }));
  gateway.serve(createGateway({ system, functions: parts.functions, output, throttle }));
  return leaveOut;
}

type OpenParts = Parts & Pick<CalledParts, 'leaveOut'>;

/** Opens log and tables and starts the parts; on failure nothing stays open. */
async function open(joined: JoinOptions, servers: Servers): Promise<OpenParts> {
  const parts = joinParts(joined);
  await joined.log.open();
  try {
    await createTablesOf(joined.system.tables, parts.tables);
    const leaveOut = serve(servers, parts, joined);
    startParts(parts);
    return { ...parts, leaveOut };
  } catch (error) {
    await closeMappings(parts);
    await closeParts(parts);
    await joined.log.close();
    throw error;
  }
}

/**
 * Runs the system of a template on this machine and resolves when it answers and its seeds are applied.
 *
 * Errors: StartError with everything that the templates ask and that is not supported; PortError; DirectoryInUseError;
 * SeedError.
 */
export async function startLocalAws(options: LocalAwsOptions): Promise<RunningSystem> {
  const { watch = false, inspect = {}, throttle = true } = options;
  const startedAt = performance.now();
  const seedFiles = (options.seedFiles ?? []).map(readSeeds);
  const { stdout, stderr } = process;
  const { output, quietly } = quietable(options.output ?? createOutput({ stdout, stderr }));
  const servers = await openServers(options);
  try {
    const endpointUrl = servers.endpoint.url;
    const urls = { apiUrl: servers.gateway.url, endpointUrl, issuerUrl: `${endpointUrl}${issuerPath}` };
    const system = readLocalSystem(options, urls);
    const log = logOf(options);
    const joined = {
      ...{ system, log, urls, output, watch, throttle, inspect: debuggedFunctions(system, inspect) },
      ...(options.recordGrantsFile !== undefined && { grantsFile: resolve(options.recordGrantsFile) }),
    };
    const parts = await open(joined, servers);
    const close = async () => {
      await Promise.all([servers.gateway.close(), closeMappings(parts)]);
      await closeParts(parts);
      await servers.endpoint.close();
      await log.close();
      parts.grants?.record.write(parts.grants.file);
    };
    const startMs = performance.now() - startedAt;
    const { token } = parts.issuer;
    const seed = () => parts.seeds.apply(seedFiles, { apiUrl: urls.apiUrl, token });
    const seeds = await quietly(seed).catch(async (error: unknown) => {
      await close();
      throw error;
    });
    const { leaveOut } = parts;
    return {
      ...{ ...urls, system, seeds, startMs, leaveOut, close },
      token: (sub, scopes) => token({ sub, scopes }),
    };
  } catch (error) {
    await Promise.all([servers.gateway.close(), servers.endpoint.close()]);
    throw error;
  }
}
