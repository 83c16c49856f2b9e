import type { CommitLog, Participant } from '@atoll/embedded-dynamodb';
import type { Issuer } from '../parts.js';
import { SeedError, type SeedFile, type SeedRequest } from './read-seeds.js';

/** Part of the commit log that keeps which seed files were applied. */
const part = 'seeds';

/** Each request in flight may start an execution environment, which costs more than all the seeds of a service. */
const concurrency = 2;

export interface SeedOptions {
  readonly apiUrl: string;
  readonly token: Issuer['token'];
}

/** What applying seed files did. */
export interface SeedOutcome {
  /** Files that were sent, and with how many requests. */
  readonly applied: number;
  readonly requests: number;
  /** Files that this log has seen before. */
  readonly known: number;
}

export interface Seeds {
  /** Sends the files' requests, each file after the one before; a file that this log has seen is left out. Errors: SeedError. */
  apply(files: readonly SeedFile[], options: SeedOptions): Promise<SeedOutcome>;
}

interface Sending extends SeedOptions {
  readonly file: SeedFile;
}

async function headersOf(
  { scopes, sub, headers, body }: SeedRequest,
  token: Issuer['token'],
): Promise<Record<string, string>> {
  const authorized = scopes !== undefined || sub !== undefined;
  return {
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...(authorized && {
      Authorization: `Bearer ${await token({ sub: sub ?? 'seed', scopes: scopes ?? [] })}`,
    }),
    ...headers,
  };
}

async function send(index: number, { file, apiUrl, token }: Sending): Promise<void> {
  const request = file.requests[index];
  if (request === undefined) return;
  const { method, path, body } = request;
  const answer = await fetch(`${apiUrl}${path}`, {
    method,
    headers: await headersOf(request, token),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok)
    throw new SeedError(
      `${file.path}: request ${index} (${method} ${path}) was answered ${answer.status}: ${text}`,
    );
}

/** The first failure stops what has not begun. */
async function sendAll(sending: Sending): Promise<void> {
  let next = 0;
  let failed = false;
  async function work(): Promise<void> {
    while (!failed && next < sending.file.requests.length) {
      const index = next++;
      try {
        await send(index, sending);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  }
  const outcomes = await Promise.allSettled(Array.from({ length: concurrency }, work));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Seeds as a part of the log, so that data that is kept is seeded once; before the log opens. */
export function createSeeds(log: CommitLog): Seeds {
  const hashes = new Set<string>();
  const participant: Participant = {
    apply: (data) => void hashes.add((data as { hash: string }).hash),
    *snapshot() {
      for (const hash of hashes) yield { hash };
    },
  };
  log.join(part, participant);
  return {
    async apply(files, options) {
      const fresh = files.filter(({ hash }) => !hashes.has(hash));
      for (const file of fresh) {
        await sendAll({ file, ...options });
        log.commit([{ part, data: { hash: file.hash } }]);
      }
      await log.durable();
      const requests = fresh.reduce((sum, file) => sum + file.requests.length, 0);
      return { applied: fresh.length, requests, known: files.length - fresh.length };
    },
  };
}
