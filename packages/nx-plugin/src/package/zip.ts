import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** With `/`, relative. */
  readonly path: string;
  readonly contents: Buffer;
}

/** The first date that the format knows, 1 January 1980, in MS-DOS form: the time of building is not part of the code. */
const date = 0x0021;
const utf8Names = 0x0800;
const deflated = 8;
/** Regular file, readable by all: Lambda runs the code as another user. */
const mode = 0o100644;

interface Part {
  readonly header: Buffer;
  readonly name: Buffer;
  readonly data: Buffer;
}

/** The 26 bytes that local header and central directory have in common (APPNOTE.TXT, 4.3.7 and 4.3.12). */
function commonFields({ path, contents }: ZipEntry, compressed: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(utf8Names, 2);
  fields.writeUInt16LE(deflated, 4);
  fields.writeUInt16LE(0, 6);
  fields.writeUInt16LE(date, 8);
  fields.writeUInt32LE(crc32(contents), 10);
  fields.writeUInt32LE(compressed.length, 14);
  fields.writeUInt32LE(contents.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(path), 22);
  return fields;
}

function partOf(entry: ZipEntry): Part {
  const data = deflateRawSync(entry.contents, { level: 9 });
  return { header: commonFields(entry, data), name: Buffer.from(entry.path), data };
}

function uint32(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) buffer.writeUInt32LE(value, at * 4);
  return buffer;
}

function directoryEntry({ header, name }: Part, offset: number): Buffer {
  const madeByUnix = Buffer.from([20, 3]);
  const noCommentFirstDisk = Buffer.alloc(6);
  const attributes = uint32(mode * 0x10000, offset);
  return Buffer.concat([uint32(0x02014b50), madeByUnix, header, noCommentFirstDisk, attributes, name]);
}

/** A zip file whose bytes follow from names and contents alone: sorted, of one time and one mode. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of sorted.map(partOf)) {
    directory.push(directoryEntry(part, offset));
    const whole = Buffer.concat([uint32(0x04034b50), part.header, part.name, part.data]);
    local.push(whole);
    offset += whole.length;
  }
  const index = Buffer.concat(directory);
  const counts = Buffer.alloc(4);
  counts.writeUInt16LE(sorted.length, 0);
  counts.writeUInt16LE(sorted.length, 2);
  const end = [uint32(0x06054b50, 0), counts, uint32(index.length, offset), Buffer.alloc(2)];
  return Buffer.concat([...local, index, ...end]);
}
