import { crc32 } from 'node:zlib';
import type { Entry } from './commit-log.js';

/** Bytes before a record's payload: its length, CRC-32 of these four bytes, CRC-32 of the payload; 32-bit big-endian. */
export const headerBytes = 12;

/** A record as it stands in the log file: header, then the entries as UTF-8 JSON. */
export function encodeRecord(entries: readonly Entry[]): Buffer {
  const payload = Buffer.from(JSON.stringify(entries), 'utf8');
  const record = Buffer.allocUnsafe(headerBytes + payload.length);
  record.writeUInt32BE(payload.length, 0);
  record.writeUInt32BE(crc32(record.subarray(0, 4)), 4);
  record.writeUInt32BE(crc32(payload), 8);
  payload.copy(record, headerBytes);
  return record;
}

/** What stands at an offset: a whole record, the torn tail of a crashed write, or damage inside the file. */
export type Frame =
  | { readonly kind: 'record'; readonly entries: readonly Entry[]; readonly end: number }
  | { readonly kind: 'torn' }
  | { readonly kind: 'damaged'; readonly why: string };

/** After a power loss a file system may have grown the file without having its bytes: the tail reads as zeros. */
function isZeroed(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

/**
 * Reads the record at `offset`. A write that a crash cut short is a prefix, so its length is right and leads past the
 * end; a last record that fails its checksum was never acknowledged. All else is damage, which is never skipped.
 */
export function decodeRecord(file: Buffer, offset: number): Frame {
  if (file.length - offset < headerBytes) return { kind: 'torn' };
  if (crc32(file.subarray(offset, offset + 4)) !== file.readUInt32BE(offset + 4)) {
    return isZeroed(file.subarray(offset))
      ? { kind: 'torn' }
      : { kind: 'damaged', why: 'its header is not one' };
  }
  const start = offset + headerBytes;
  const end = start + file.readUInt32BE(offset);
  if (end > file.length) return { kind: 'torn' };
  const payload = file.subarray(start, end);
  if (crc32(payload) !== file.readUInt32BE(offset + 8)) {
    return end === file.length ? { kind: 'torn' } : { kind: 'damaged', why: 'its checksum does not fit' };
  }
  return { kind: 'record', entries: JSON.parse(payload.toString('utf8')) as Entry[], end };
}
