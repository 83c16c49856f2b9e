import { type Diagnostic, Diagnostics } from '../diagnostics.js';
import type { Contract, Operation, Place, SecurityRequirement, SecurityScheme, Server } from '../model.js';
import { readCodecOptions } from '../read/codec-options.js';
import { Fields } from '../read/fields.js';
import { cutInPlaceCycles } from '../read/in-place-cycles.js';
import type { Located } from '../read/located.js';
import { type Inherited, readPathItem } from '../read/operation.js';
import { nothingKnown, type Reading } from '../read/reading.js';
import { References } from '../read/references.js';
import { SchemaReader } from '../read/schema.js';
import { readSecurity, readSecuritySchemes } from '../read/security.js';
import { OpenEnums } from '../write/schemas/open-enums.js';

/**
 * What a comparison needs of a document. It is read more leniently than for a compilation: what is already published
 * cannot be mended, and a misspelt field or a pattern that does not compile says nothing about the rest.
 */
export interface ComparedDocument {
  readonly file: string;
  /** Where the document begins. */
  readonly place: Place;
  readonly openapi: Contract['openapi'];
  readonly operations: readonly Operation[];
  /** Operations of `webhooks`; their path is the event's name. */
  readonly webhooks: readonly Operation[];
  readonly schemas: ReadonlySet<string>;
  readonly security: readonly SecurityRequirement[];
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>;
  readonly servers: readonly Server[];
  /** The enums whose further values clients take. */
  readonly openEnums: OpenEnums;
  /** Addresses of authorization servers, by scheme, flow and field: `oauth.implicit.tokenUrl`. */
  readonly authorizationUrls: ReadonlyMap<string, string>;
  /** Problems that the comparison went on in spite of. */
  readonly problems: readonly Diagnostic[];
}

/** A document that cannot be compared, with all that is wrong. */
export class UnreadableError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  readonly side: 'old' | 'new';

  constructor(side: 'old' | 'new', diagnostics: readonly Diagnostic[]) {
    super(`the ${side} contract cannot be read`);
    this.name = 'UnreadableError';
    this.side = side;
    this.diagnostics = diagnostics;
  }
}

/** Without these nothing can be said about what the document promises. */
const fatal = new Set([
  'file-unreadable',
  'yaml-syntax',
  'openapi-version',
  'broken-reference',
  'unsupported',
]);

/**
 * @param side `old` or `new`, for the error.
 * @param directory to which places name files relative. Errors: UnreadableError.
 */
export function readDocument(path: string, side: 'old' | 'new', directory: string): ComparedDocument {
  const diagnostics = new Diagnostics();
  const references = new References(directory, diagnostics);
  const root = references.open(path);
  const version = root?.kind === 'map' ? root.get('openapi') : undefined;
  const dialect = version?.kind === 'scalar' ? /^3\.([01])\.\d+/.exec(String(version.value))?.[1] : undefined;
  if (root?.kind === 'map' && dialect === undefined)
    diagnostics.error('openapi-version', version?.place ?? root.place, "'openapi' is 3.0.x or 3.1.x");
  else if (root !== undefined && root.kind !== 'map')
    diagnostics.error('openapi-version', root.place, 'an OpenAPI document is an object');
  const openapi = dialect === '0' ? '3.0' : '3.1';
  const document =
    root?.kind === 'map' ? readRoot(new Fields(root, diagnostics), references, openapi) : undefined;
  const broken = diagnostics.all.filter(({ code, severity }) => severity === 'error' && fatal.has(code));
  if (document === undefined || broken.length > 0) throw new UnreadableError(side, broken);
  return { ...document, problems: diagnostics.all.filter(({ severity }) => severity === 'error') };
}

function readRoot(
  fields: Fields,
  references: References,
  openapi: Contract['openapi'],
): Omit<ComparedDocument, 'problems'> {
  const { diagnostics, node } = fields;
  const schemas = new SchemaReader(references, diagnostics, openapi);
  const known = nothingKnown();
  const reading: Reading = { references, diagnostics, dialect: openapi, schemas, known, allBodies: true };
  const components = fields.map('components');
  const parts = components === undefined ? undefined : new Fields(components, diagnostics);
  const schemes = readSecuritySchemes(reading, parts);
  const security = readSecurity(reading, fields.list('security'), schemes);
  const servers = readServers(fields);
  const inherited: Inherited = { security, schemes, servers };
  const operations = readItems(reading, fields.get('paths'), inherited);
  const webhooks = readItems(reading, fields.get('webhooks'), inherited);
  cutInPlaceCycles(schemas.all(), diagnostics);
  return {
    file: node.place.file,
    place: node.place,
    openapi,
    operations,
    webhooks,
    openEnums: new OpenEnums(schemas.all(), readCodecOptions(fields)?.openEnums === true),
    schemas: new Set(parts?.map('schemas')?.keys() ?? []),
    security,
    securitySchemes: schemes,
    servers,
    authorizationUrls: readAuthorizationUrls(parts),
  };
}

function readItems(reading: Reading, paths: Located | undefined, inherited: Inherited): Operation[] {
  if (paths?.kind !== 'map') return [];
  return Array.from(paths.entries)
    .filter(([path]) => !path.startsWith('x-'))
    .flatMap(([path, node]) => readPathItem(reading, { path, node }, inherited));
}

function readAuthorizationUrls(components: Fields | undefined): ReadonlyMap<string, string> {
  const urls = new Map<string, string>();
  const visit = (node: Located, name: string): void => {
    if (node.kind !== 'map') return;
    for (const [key, value] of node.entries) {
      if (/Url$/.test(key) && value.kind === 'scalar') urls.set(`${name}.${key}`, String(value.value));
      else visit(value, name === '' ? key : `${name}.${key}`);
    }
  };
  const schemes = components?.get('securitySchemes');
  if (schemes !== undefined) visit(schemes, '');
  return urls;
}

/** The addresses of a list of servers; variables are read as they stand. */
function readServers(fields: Fields): Server[] {
  return fields.list('servers').flatMap((node) => {
    const url = node.kind === 'map' ? node.get('url') : undefined;
    return url?.kind === 'scalar' ? [{ url: String(url.value), variables: new Map() }] : [];
  });
}
