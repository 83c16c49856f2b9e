import { headerValue } from '../codec/header.js';
import { headerParameter, mediaTypeOf } from '../codec/media-type.js';
import type { MultipartFormat, PartFormat } from '../codec/multipart.js';
import { problems, type ValueProblem } from '../codec/problems.js';
import { jsonOf, scalar } from '../codec/shape.js';
import { ProblemError, problem } from './problem.js';

/** One part as it came. */
interface RawPart {
  readonly headers: ReadonlyMap<string, string>;
  readonly bytes: Buffer;
}

const maxParts = 1000;
const maxHeaderBytes = 8 * 1024;

function malformed(reason: string): ProblemError {
  return new ProblemError(problem(400, `the multipart body is not well-formed: ${reason}`));
}

function headersOf(text: string): ReadonlyMap<string, string> {
  // A line that begins with a blank goes on with the one before (RFC 5322, 2.2.3).
  const lines = text.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(
    lines
      .filter((line) => line !== '')
      .map((line) => {
        const at = line.indexOf(':');
        if (at < 1) throw malformed(`a header of a part has no name`);
        return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const;
      }),
  );
}

function partOf(block: Buffer): RawPart {
  if (block.subarray(0, 2).equals(Buffer.from('\r\n')))
    return { headers: new Map(), bytes: block.subarray(2) };
  const end = block.indexOf('\r\n\r\n');
  if (end < 0) throw malformed('the headers of a part do not end');
  if (end > maxHeaderBytes)
    throw new ProblemError(problem(413, `the headers of a part are larger than ${maxHeaderBytes} bytes`));
  return { headers: headersOf(block.toString('utf8', 0, end)), bytes: block.subarray(end + 4) };
}

/** The parts of a multipart body (RFC 2046, 5.1.1). Errors: ProblemError 400, 413 past 1000 parts. */
export function partsOf(body: Buffer, boundary: string): RawPart[] {
  // With a line break before, the first boundary is like all others.
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const parts: RawPart[] = [];
  let at = whole.indexOf(delimiter);
  if (at < 0) throw malformed('it does not have the boundary of its Content-Type');
  for (;;) {
    const start = at + delimiter.length;
    if (whole.toString('latin1', start, start + 2) === '--') return parts;
    const line = whole.indexOf('\r\n', start);
    const next = whole.indexOf(delimiter, line);
    if (line < 0 || next < 0) throw malformed('it ends within a part');
    if (parts.length === maxParts)
      throw new ProblemError(problem(413, `the body has more than ${maxParts} parts`));
    parts.push(partOf(whole.subarray(line + 2, next)));
    at = next;
  }
}

function nameOf({ headers }: RawPart): string | undefined {
  return decoded(headerParameter(headers.get('content-disposition') ?? '', 'name'));
}

/** Names are escaped as browsers do (WHATWG HTML, "Multipart form data"). */
function decoded(text: string | undefined): string | undefined {
  return text?.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
}

function fileOf({ headers, bytes }: RawPart): object {
  const filename = decoded(headerParameter(headers.get('content-disposition') ?? '', 'filename'));
  return {
    bytes: new Uint8Array(bytes),
    contentType: headers.get('content-type') ?? 'application/octet-stream',
    ...(filename !== undefined && { filename }),
  };
}

function contentOf(part: RawPart, { kind, many, shape }: PartFormat): unknown {
  if (kind === 'file') return fileOf(part);
  const text = part.bytes.toString('utf8');
  if (kind === 'json') return jsonOf(text);
  return scalar(text, many ? (shape.item ?? { kind: 'text' }) : shape);
}

type Report = (problem: ValueProblem) => void;

/** The media type of a part is one of those that the contract names for it. */
function checkType(part: RawPart, format: PartFormat, report: Report): void {
  const declared = format.contentType?.split(',').map(mediaTypeOf);
  const type = mediaTypeOf(part.headers.get('content-type') ?? '');
  if (declared === undefined || type === '' || declared.includes('*/*')) return;
  const taken = [type, `${type.split('/', 1)[0]}/*`];
  if (declared.some((each) => taken.includes(each))) return;
  report({ pointer: `/${format.name}`, expected: `a part of ${declared.join(' or ')}`, received: type });
}

function withHeaders(part: RawPart, format: PartFormat, report: Report): unknown {
  const value = contentOf(part, format);
  if (format.headers === undefined) return value;
  const headers = format.headers.flatMap((header) => {
    const text = part.headers.get(header.name);
    const pointer = `/${format.name}/headers/${header.name}`;
    if (text === undefined) {
      if (header.required) report({ pointer, expected: 'a header', received: 'nothing' });
      return [];
    }
    const read = headerValue(text, header);
    const checked = header.codec?.decode(read);
    if (checked?._tag === 'Left')
      for (const each of problems(checked.left)) report({ ...each, pointer: pointer + each.pointer });
    return [[header.name, read] as const];
  });
  return { value, headers: Object.fromEntries(headers) };
}

function propertyOf(parts: readonly RawPart[], format: PartFormat, report: Report): unknown {
  const pointer = `/${format.name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  for (const part of parts) checkType(part, format, report);
  const values = parts.map((part) => withHeaders(part, format, report));
  const [first] = values;
  if (!format.many && values.length > 1)
    report({ pointer, expected: 'one part', received: `${values.length} parts` });
  const bare = parts.map((part) => contentOf(part, format));
  // Some writers send an array of objects as one part of JSON; one of arrays cannot be told from its only item.
  const mayBeWhole = format.kind === 'json' && format.shape.item?.kind !== 'array' && bare.length === 1;
  const whole = mayBeWhole && Array.isArray(bare[0]) ? bare[0] : undefined;
  const checked = format.codec?.decode(format.many ? (whole ?? bare) : bare[0]);
  if (checked?._tag === 'Left')
    for (const each of problems(checked.left)) report({ ...each, pointer: pointer + each.pointer });
  if (!format.many) return first;
  return whole !== undefined && format.headers === undefined ? whole : values;
}

/**
 * The value of a multipart body by what the contract says of its parts; what breaks it is reported. Errors: ProblemError
 * 400 where it is no multipart body, 413 where it has too many parts.
 */
export function multipartValue(
  body: Buffer,
  contentType: string,
  read: { format: MultipartFormat; report: Report },
): Record<string, unknown> {
  const boundary = headerParameter(contentType, 'boundary');
  if (boundary === undefined || boundary === '') throw malformed('its Content-Type has no boundary');
  const { format, report } = read;
  const byName = new Map<string, RawPart[]>();
  for (const part of partsOf(body, boundary)) {
    const name = nameOf(part);
    if (name === undefined) throw malformed('a part has no name in its Content-Disposition');
    byName.set(name, [...(byName.get(name) ?? []), part]);
  }
  const values = format.parts.flatMap((part) => {
    const parts = byName.get(part.name);
    byName.delete(part.name);
    if (parts !== undefined) return [[part.name, propertyOf(parts, part, report)] as const];
    if (part.required) report({ pointer: `/${part.name}`, expected: 'a part', received: 'nothing' });
    return [];
  });
  if (!format.open)
    for (const name of byName.keys())
      report({ pointer: `/${name}`, expected: 'no such part', received: 'a part' });
  return Object.fromEntries(values);
}
