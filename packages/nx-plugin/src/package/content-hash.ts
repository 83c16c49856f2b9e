import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { isMap, type Json, type JsonMap, mapAt } from '../template/json.js';
import type { ServiceRelease } from './service-release.js';
import type { ZipEntry } from './zip.js';

/** Over names and contents and not over the archive, which another version of zlib may compress otherwise. */
export function codeHash(entries: readonly ZipEntry[]): string {
  const hash = createHash('sha256');
  for (const { path, contents } of entries) hash.update(`${path}\0${contents.length}\0`).update(contents);
  return hash.digest('hex');
}

/** The files of an archive that `zip` has made, in its order. Error: RangeError or of zlib for one that is damaged. */
export function unzip(archive: Buffer): ZipEntry[] {
  const end = archive.length - 22;
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [compressed, nameLength] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28)];
    const local = archive.readUInt32LE(at + 42);
    const path = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    entries.push({ path, contents: inflateRawSync(archive.subarray(start, start + compressed)) });
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, sorted(each)]));
}

/** What a release's name is made of: neither the bucket in which its code lies nor its own name are part of it. */
export function releaseHash({ release: _, ...known }: Partial<ServiceRelease>, template: JsonMap): string {
  const { Release: __, ...metadata } = mapAt(template, 'Metadata');
  const text = JSON.stringify(sorted({ known: { ...known }, template: { ...template, Metadata: metadata } }));
  const placeless = text.replaceAll(/"s3:\/\/[^"]*?(functions\/[0-9a-f]{64}\.zip)"/g, '"$1"');
  return createHash('sha256').update(placeless).digest('hex').slice(0, 12);
}
