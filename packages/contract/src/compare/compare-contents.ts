import type { Encoding, MediaType, Schema } from '../model.js';
import type { Places, Scope, Site } from './comparing.js';
import { isReadAsAnything } from './text-values.js';

/** The rules and words of a body, be it a request's or a response's. */
export interface BodySite extends Site {
  readonly kind: 'request-body' | 'response-body';
  /** Prefix of the rules about media types: `request-body` or `response`. */
  readonly rules: 'request-body' | 'response';
}

function schemaOf({ schema }: MediaType): readonly Schema[] {
  return schema === undefined ? [] : [schema];
}

interface Parsed {
  readonly type: string;
  readonly subtype: string;
  readonly suffix: string | undefined;
  readonly parameters: string;
}

function parse(mediaType: string): Parsed {
  const [range = '', ...parameters] = mediaType.split(';').map((each) => each.trim());
  const [type = '', subtype = ''] = range.split('/', 2);
  return { type, subtype, suffix: subtype.split('+')[1], parameters: parameters.sort().join(';') };
}

/** Whether everything of media type `narrow` is of media type `wide`: ranges, and JSON as the base of `+json` (RFC 6838, 4.2.8). */
export function isWithin(narrow: string, wide: string): boolean {
  const [a, b] = [parse(narrow), parse(wide)];
  if (b.parameters !== '' && a.parameters !== b.parameters) return false;
  if (b.type === '*') return true;
  if (a.type !== b.type) return false;
  return b.subtype === '*' || a.subtype === b.subtype || a.suffix === b.subtype;
}

/** Media types of both sides: the same name, then one within the other. */
function match(old: readonly MediaType[], now: readonly MediaType[]) {
  const pairs: (readonly [MediaType, MediaType])[] = [];
  let gone = [...old];
  let come = [...now];
  const take = (fits: (a: string, b: string) => boolean) => {
    for (const a of gone) {
      const b = come.find((each) => fits(a.mediaType, each.mediaType));
      if (b === undefined) continue;
      pairs.push([a, b]);
      gone = gone.filter((each) => each !== a);
      come = come.filter((each) => each !== b);
    }
  };
  take((a, b) => a === b);
  take((a, b) => isWithin(a, b) || isWithin(b, a));
  return { pairs, gone, come };
}

/** Compares what may stand in a body, media type by media type. */
export function compareContents(
  scope: Scope,
  site: BodySite,
  contents: readonly [readonly MediaType[], readonly MediaType[], Places],
): void {
  const [old, now, places] = contents;
  const { pairs, gone, come } = match(old, now);
  for (const each of gone) {
    const what = `${site.name}: the media type ${each.mediaType} was removed`;
    scope.tell(`${site.rules}-media-type-removed`, what, { ...places, old: each.place });
  }
  for (const each of come) {
    const what = `${site.name}: the media type ${each.mediaType} was added`;
    scope.tell(`${site.rules}-media-type-added`, what, { ...places, new: each.place });
  }
  for (const [a, b] of pairs) compareMediaTypes(scope, site, [a, b]);
}

function compareMediaTypes(scope: Scope, site: BodySite, [old, now]: readonly [MediaType, MediaType]): void {
  const places = { old: old.place, new: now.place };
  if (old.mediaType !== now.mediaType) {
    const action = isWithin(old.mediaType, now.mediaType) ? 'generalized' : 'specialized';
    const what = `${site.name}: the media type went from ${old.mediaType} to ${now.mediaType}`;
    scope.tell(`${site.rules}-media-type-${action}`, what, places);
  }
  compareEncodings(scope, site, [old, now]);
  if ((old.schema === undefined) !== (now.schema === undefined)) {
    const action = now.schema === undefined ? 'removed' : 'added';
    scope.tell(
      `${site.kind}-media-type-schema-${action}`,
      `${site.name}: the schema of ${now.mediaType} was ${action}`,
      places,
    );
    return;
  }
  const [was, is] = [schemaOf(old), schemaOf(now)];
  const [sender, receiver] = scope.sides(site.kind, was, is);
  if (!/[/+]json\b/.test(now.mediaType) && isReadAsAnything(sender, receiver)) {
    const what =
      receiver === is
        ? `${now.mediaType} is now read as any text`
        : `${now.mediaType}, which is read as any text, is now described`;
    scope.tell(`${site.kind}-type-compatible`, `${site.name}: ${what}`, places);
  } else scope.compareSchemas(site, was, is);
}

type Said = Partial<Pick<Encoding, 'contentType' | 'style' | 'explode'>>;

function compareEncodings(scope: Scope, site: BodySite, [old, now]: readonly [MediaType, MediaType]): void {
  // What is said by default (OpenAPI 3.1, 4.8.15.1.2).
  const say = ({ contentType = 'by its type', style = 'form', explode = style === 'form' }: Said = {}) =>
    [contentType, style, explode].join(', ');
  for (const name of new Set([...old.encoding.keys(), ...now.encoding.keys()])) {
    const [before, after] = [say(old.encoding.get(name)), say(now.encoding.get(name))];
    if (before === after) continue;
    const what = `${site.name}: the encoding of '${name}' went from (${before}) to (${after})`;
    scope.tell(`${site.kind}-encoding-changed`, what, { old: old.place, new: now.place });
  }
}
