import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { DeployError } from './deploy-error.js';

export interface LockRequest {
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
  /** What is being done, for those who wait: `deploys orders`. */
  readonly what: string;
  /** How long to wait for another; 0 refuses at once. */
  readonly waitMs: number;
  readonly tell: (line: string) => void;
  /** How often the holder shows that it lives. Default: 20 seconds. */
  readonly renewMs?: number;
  /** How long a lock must have stayed as it is before its holder counts as dead. Default: 90 seconds. */
  readonly staleMs?: number;
}

interface Content {
  readonly id: string;
  readonly who: string;
  readonly what: string;
  readonly since: string;
  readonly beat: number;
}

interface Seen {
  readonly etag: string;
  readonly content: Content;
}

const pollMs = 1000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** 412: the condition does not hold. 409: another conditional write came in between. 404: what should match has gone. */
function isLost(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status === 412 || status === 409 || status === 404;
}

/** One environment takes one deployment at a time. */
export class DeployLock {
  readonly #request: LockRequest;
  #content: Content;
  #etag: string | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #renewal: Promise<void> = Promise.resolve();

  constructor(request: LockRequest) {
    this.#request = request;
    const who = `${userInfo().username}@${hostname()}`;
    this.#content = { id: randomUUID(), who, what: request.what, since: new Date().toISOString(), beat: 0 };
  }

  /** Conditional writes of S3 decide who has it ("Conditional requests": If-None-Match, If-Match). */
  async #write(condition: { IfNoneMatch: '*' } | { IfMatch: string }): Promise<boolean> {
    const { client, bucket, key } = this.#request;
    try {
      const { ETag } = await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: JSON.stringify(this.#content), ...condition }),
      );
      this.#etag = ETag;
      return true;
    } catch (error) {
      if (isLost(error) && (error as Error).name !== 'NoSuchBucket') return false;
      throw error;
    }
  }

  async #read(): Promise<Seen | undefined> {
    const { client, bucket, key } = this.#request;
    try {
      const { ETag = '', Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return { etag: ETag, content: JSON.parse((await Body?.transformToString()) ?? '{}') };
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return undefined;
      throw error;
    }
  }

  /** Errors: DeployError when another holds it for longer than the caller waits. */
  async take(): Promise<void> {
    const { waitMs, staleMs = 90_000, tell } = this.#request;
    const startedMs = performance.now();
    let last: Seen | undefined;
    let unchangedSinceMs = startedMs;
    while (!(await this.#write({ IfNoneMatch: '*' }))) {
      const seen = await this.#read();
      if (seen === undefined) continue;
      const nowMs = performance.now();
      if (last?.content.id !== seen.content.id) {
        const { who, what, since } = seen.content;
        if (waitMs === 0)
          throw new DeployError(
            `${who} ${what} since ${since}, so this has not been begun. Run it again later, or without --no-wait, which also takes over from one that has died`,
          );
        tell(`waiting: ${who} ${what} since ${since}`);
      }
      if (last?.etag !== seen.etag) unchangedSinceMs = nowMs;
      last = seen;
      // No clock is compared: a holder that lives changes the object, and this one has watched it stay the same.
      if (nowMs - unchangedSinceMs >= staleMs && (await this.#write({ IfMatch: seen.etag }))) {
        tell(`${seen.content.who} has died while it ${seen.content.what}: going on from there`);
        break;
      }
      if (nowMs - startedMs >= waitMs)
        throw new DeployError(
          `${seen.content.who} still ${seen.content.what}; waited long enough: try again`,
        );
      await pause(Math.min(pollMs, staleMs / 4));
    }
    this.#timer = setInterval(() => {
      // One after the other: two at once would take the lock away from one another.
      this.#renewal = this.#renewal.then(() => this.#renew());
    }, this.#request.renewMs ?? 20_000);
    this.#timer.unref();
  }

  async #renew(): Promise<void> {
    if (this.#etag === undefined) return;
    this.#content = { ...this.#content, beat: this.#content.beat + 1 };
    // A failed renewal is tried again by the next one; only what another has written takes the lock away.
    const kept = await this.#write({ IfMatch: this.#etag }).catch(() => true);
    if (!kept) this.#etag = undefined;
  }

  /** Errors: DeployError when another has taken it over, because this process has not been running for long. */
  check(): void {
    if (this.#etag === undefined)
      throw new DeployError('this deployment was away for so long that another has taken over: try again');
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewal;
    const { client, bucket, key } = this.#request;
    if (this.#etag === undefined || (await this.#read())?.content.id !== this.#content.id) return;
    this.#etag = undefined;
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }
}
