import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { codeHash, releaseHash, unzip } from '../package/content-hash.js';
import type { PackagedService } from '../package/package-service.js';
import type { ServiceRelease } from '../package/service-release.js';
import { resourcesOf } from '../system/read-system.js';
import { type Json, type JsonMap, mapAt } from '../template/json.js';
import { bucketProblem } from './aws-advice.js';
import { DeployError } from './deploy-error.js';
import type { EnvironmentConfig } from './environment-config.js';

/** Regions of China have another domain. */
function domainOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** The bucket of an environment. Objects are named by their content, so none is ever written twice. */
export class ArtifactStore {
  readonly client: S3Client;
  readonly bucket: string;
  readonly #region: string;

  constructor({ bucket, region }: EnvironmentConfig) {
    this.client = new S3Client({ region, forcePathStyle: true });
    this.bucket = bucket;
    this.#region = region;
  }

  /** In the form that CloudFormation takes as a template's address. */
  urlOf(key: string): string {
    return `https://s3.${this.#region}.${domainOf(this.#region)}/${this.bucket}/${key}`;
  }

  keyOf(url: string): string | undefined {
    const base = this.urlOf('');
    return url.startsWith(base) ? url.slice(base.length) : undefined;
  }

  /** What the bucket answers, told with its name. Errors: DeployError. */
  async guard<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw bucketProblem(error, { bucket: this.bucket, region: this.#region }) ?? error;
    }
  }

  async #has(key: string): Promise<boolean> {
    try {
      await this.client.send(new HeadObjectCommand({ Bucket: this.bucket, Key: key }));
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw bucketProblem(error, { bucket: this.bucket, region: this.#region }) ?? error;
    }
  }

  /** Writes an object unless it is there. Errors: DeployError when the bucket refuses. */
  async put(key: string, body: Buffer | string): Promise<void> {
    if (await this.#has(key)) return;
    const object = { Bucket: this.bucket, Key: key, Body: body, ServerSideEncryption: 'AES256' } as const;
    await this.guard(this.client.send(new PutObjectCommand(object)));
  }

  async #bytes(key: string): Promise<Buffer> {
    const request = new GetObjectCommand({ Bucket: this.bucket, Key: key });
    const { Body } = await this.guard(this.client.send(request));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  async get(key: string): Promise<string> {
    return (await this.#bytes(key)).toString('utf8');
  }

  /**
   * Takes a release over from the bucket of another environment, under the same keys, after its code and its template
   * have been held against the hashes that name them. Errors: DeployError when one is not what its name says.
   */
  async copyRelease(
    from: ArtifactStore,
    { release, url }: { release: ServiceRelease; url: string },
  ): Promise<string> {
    const key = templateKey(release.service, release.release);
    if (from.keyOf(url) !== key) throw new DeployError(`${url} is not in the bucket ${from.bucket}`);
    const template: JsonMap = JSON.parse(await from.get(key));
    if (!release.release.endsWith(`-${releaseHash(release, template)}`))
      throw new DeployError(`${url} is not what its name says: it has been changed, so nothing was promoted`);
    const resources = resourcesOf(template).map(async ([logicalId, resource]): Promise<[string, Json]> => {
      if (resource.Type !== 'AWS::Serverless::Function') return [logicalId, resource];
      const properties = mapAt(resource, 'Properties');
      const codeKey = String(properties.CodeUri).replace(`s3://${from.bucket}/`, '');
      const archive = await from.#bytes(codeKey);
      if (!codeKey.endsWith(`/${codeHash(unzip(archive))}.zip`))
        throw new DeployError(
          `${codeKey} is not what its name says: it has been changed, so nothing was promoted`,
        );
      if (this.bucket !== from.bucket) await this.put(codeKey, archive);
      const codeUri = `s3://${this.bucket}/${codeKey}`;
      return [logicalId, { ...resource, Properties: { ...properties, CodeUri: codeUri } }];
    });
    const copied = { ...template, Resources: Object.fromEntries(await Promise.all(resources)) };
    if (this.bucket !== from.bucket) await this.put(key, JSON.stringify(copied));
    return this.urlOf(key);
  }

  /** Uploads what the service consists of and returns the URL of its template. */
  async publish({ template, folder, release }: PackagedService): Promise<string> {
    const resources = resourcesOf(template).map(async ([logicalId, resource]): Promise<[string, Json]> => {
      if (resource.Type !== 'AWS::Serverless::Function') return [logicalId, resource];
      const properties = mapAt(resource, 'Properties');
      const file = String(properties.CodeUri);
      const key = `${release.service}/${file}`;
      await this.put(key, readFileSync(join(folder, file)));
      return [
        logicalId,
        { ...resource, Properties: { ...properties, CodeUri: `s3://${this.bucket}/${key}` } },
      ];
    });
    const published = { ...template, Resources: Object.fromEntries(await Promise.all(resources)) };
    const key = templateKey(release.service, release.release);
    await this.put(key, JSON.stringify(published));
    return this.urlOf(key);
  }

  /** The root template under a name of its content; templates of more than 51,200 bytes must be in a bucket. */
  async putRoot(template: JsonMap, hash: string): Promise<string> {
    const key = `system/${hash}.template.json`;
    await this.put(key, JSON.stringify(template, null, 2));
    return this.urlOf(key);
  }

  /** Releases of a service that have been published, newest first. */
  async releasesOf(service: string): Promise<{ release: string; at: Date }[]> {
    const found: { release: string; at: Date }[] = [];
    let token: string | undefined;
    do {
      const page = await this.client.send(
        new ListObjectsV2Command({
          Bucket: this.bucket,
          Prefix: `${service}/releases/`,
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      );
      for (const { Key = '', LastModified } of page.Contents ?? []) {
        const release = /\/releases\/(.+)\.template\.json$/.exec(Key)?.[1];
        if (release !== undefined) found.push({ release, at: LastModified ?? new Date(0) });
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return found.sort((a, b) => b.at.getTime() - a.at.getTime());
  }
}

export function templateKey(service: string, release: string): string {
  return `${service}/releases/${release}.template.json`;
}
