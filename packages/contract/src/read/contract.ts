import { basename, dirname, resolve } from 'node:path';
import { checkAmbiguousPaths } from '../check/ambiguous-paths.js';
import { checkDiscriminators } from '../check/discriminators.js';
import { type Diagnostic, Diagnostics } from '../diagnostics.js';
import type { Contract, EventType, Operation, Schema, Server } from '../model.js';
import { readCodecOptions } from './codec-options.js';
import { readComponents } from './components.js';
import { readExternalDocs, readTags } from './external-docs.js';
import { defined, Fields } from './fields.js';
import { cutInPlaceCycles } from './in-place-cycles.js';
import { type Located, typeName } from './located.js';
import { nameSchemas } from './name-schemas.js';
import { type Inherited, isDerived, readPathItem } from './operation.js';
import { fieldsOf, nothingKnown, type Reading } from './reading.js';
import { type LocateFile, References } from './references.js';
import { SchemaReader } from './schema.js';
import { readSecurity, readSecuritySchemes } from './security.js';

export interface ReadContract {
  /** Set when there are no errors. */
  readonly contract?: Contract;
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of every file that the contract stands in. */
  readonly files: readonly string[];
}

const rootFields =
  'openapi info jsonSchemaDialect servers paths webhooks components security tags externalDocs';

/**
 * Reads an OpenAPI 3.0 or 3.1 document with all files that it refers to. Every problem of the document is told.
 *
 * @param path of a YAML or JSON file.
 * @param directory to which places name files relative; the working directory unless told.
 * @param locate the files of references to URLs, which are refused unless told.
 */
export function readContract(
  path: string,
  directory: string = process.cwd(),
  locate?: LocateFile,
): ReadContract {
  const diagnostics = new Diagnostics();
  const references = new References(directory, diagnostics, locate);
  const root = references.open(path);
  const contract = root && readRoot(root, { path: resolve(directory, path), references, diagnostics });
  const files = references.files();
  const told = { diagnostics: diagnostics.all, files };
  return contract === undefined || diagnostics.failed ? told : { contract, ...told };
}

interface Opened {
  /** Absolute. */
  readonly path: string;
  readonly references: References;
  readonly diagnostics: Diagnostics;
}

function readRoot(root: Located, { path, references, diagnostics }: Opened): Contract | undefined {
  if (root.kind !== 'map') {
    const isNothing = root.kind === 'scalar' && root.value === null;
    const hint = isNothing ? ', and there is nothing in this file' : `, not ${typeName(root)}`;
    diagnostics.error('wrong-type', root.place, `an OpenAPI document is an object${hint}`);
    return undefined;
  }
  const fields = new Fields(root, diagnostics);
  const dialect = readVersion(fields);
  if (dialect === undefined) return undefined;
  fields.allow(rootFields.split(' '));
  const reading: Reading = {
    references,
    diagnostics,
    dialect,
    schemas: new SchemaReader(references, diagnostics, dialect),
    known: nothingKnown(),
  };
  return readDocument(reading, fields, path);
}

/** The version of OpenAPI; undefined (and told) when the document is of another one. */
function readVersion(fields: Fields): Contract['openapi'] | undefined {
  const { node, diagnostics } = fields;
  const swagger = fields.get('swagger');
  const given = fields.get('openapi') ?? swagger;
  const text = given?.kind === 'scalar' ? String(given.value) : '';
  const version = swagger === undefined ? /^3\.([01])\.\d+(-.+)?$/.exec(text) : null;
  if (version !== null) return version[1] === '0' ? '3.0' : '3.1';
  if (given === undefined) diagnostics.error('openapi-version', node.place, "the field 'openapi' is missing");
  else if (swagger !== undefined)
    diagnostics.error(
      'openapi-version',
      given.place,
      `this is Swagger ${text}: convert it to OpenAPI 3 first`,
    );
  else {
    const later = /^3\.[2-9]/.test(text);
    const hint = later
      ? `OpenAPI ${text.slice(0, 3)} is not supported yet: 3.0.x and 3.1.x are`
      : "'openapi' is 3.0.x or 3.1.x";
    diagnostics.error('openapi-version', given.place, later ? hint : `${hint}, not '${text.slice(0, 40)}'`);
  }
  return undefined;
}

function readDocument(reading: Reading, fields: Fields, path: string): Contract {
  const info = fields.require('info') === undefined ? undefined : fields.map('info');
  const about = info === undefined ? undefined : new Fields(info, reading.diagnostics);
  about?.require('title');
  about?.require('version');
  const containers = reading.dialect === '3.0' ? ['paths'] : ['paths', 'components', 'webhooks'];
  if (!containers.some((name) => fields.get(name) !== undefined)) {
    const what = `the document has none of ${containers.join(', ')}`;
    reading.diagnostics.error('missing-field', fields.node.place, what);
  }
  const components = fields.map('components');
  const parts = components === undefined ? undefined : new Fields(components, reading.diagnostics);
  const schemes = readSecuritySchemes(reading, parts);
  const servers = fields.list('servers').flatMap((node) => readServer(reading, node));
  const security = readSecurity(reading, fields.list('security'), schemes);
  const inherited: Inherited = { security, schemes, servers };
  const operations = readPaths(reading, fields, inherited);
  const title = about?.string('title') ?? '';
  const contract: Omit<Contract, 'schemaNames'> = {
    file: fields.node.place.file,
    service: serviceName(path, title),
    openapi: reading.dialect,
    title,
    version: about?.string('version') ?? '',
    servers,
    tags: readTags(reading, fields.list('tags')),
    operations,
    events: readWebhooks(reading, fields, inherited),
    schemas: readSchemas(reading, parts),
    securitySchemes: schemes,
    ...defined<Pick<Contract, 'description' | 'externalDocs' | 'codecs'>>({
      description: about?.string('description'),
      externalDocs: readExternalDocs(fields),
      codecs: readCodecOptions(fields),
    }),
  };
  if (parts !== undefined) readComponents(reading, parts, inherited);
  cutInPlaceCycles(reading.schemas.all(), reading.diagnostics);
  checkAmbiguousPaths(operations, reading.diagnostics);
  checkDiscriminators(reading.schemas.all(), reading.diagnostics);
  return Object.assign(contract, { schemaNames: nameSchemas(contract) });
}

function readServer(reading: Reading, node: Located): Server[] {
  const fields = fieldsOf(reading, node, 'a server');
  if (fields === undefined) return [];
  fields.require('url');
  const variables = Array.from(fields.map('variables')?.entries ?? []).flatMap(([name, each]) => {
    const variable = fieldsOf(reading, each, 'a server variable');
    if (variable === undefined) return [];
    const values = variable.strings('enum');
    if (values.length === 0 && variable.get('enum') !== undefined) {
      reading.diagnostics.error(
        'invalid-keyword',
        variable.node.keyPlace('enum'),
        "the 'enum' of a server variable has at least one value",
      );
    }
    const preset = variable.string('default') ?? values[0] ?? '';
    if (variable.get('default') === undefined) {
      const what = `the server variable '${name}' has no 'default'; ${JSON.stringify(preset)} is taken`;
      reading.diagnostics.warning('missing-field', variable.node.place, what);
    }
    return [[name, { default: preset, ...(values.length > 0 ? { enum: values } : {}) }] as const];
  });
  const url = fields.string('url') ?? '';
  const known = new Map(variables);
  for (const [, name = ''] of url.matchAll(/\{([^}]+)\}/g)) {
    if (known.has(name)) continue;
    const what = `the URL has {${name}}, but there is no variable of that name; it is taken as empty`;
    reading.diagnostics.warning('missing-field', fields.node.keyPlace('url'), what);
    known.set(name, { default: '' });
  }
  return [
    {
      url,
      variables: known,
      ...defined<Pick<Server, 'description'>>({ description: fields.string('description') }),
    },
  ];
}

function readPaths(reading: Reading, fields: Fields, inherited: Inherited): Operation[] {
  const paths = fields.map('paths');
  const operations = Array.from(paths?.entries ?? []).flatMap(([path, node]) => {
    if (path.startsWith('x-')) return [];
    if (!path.startsWith('/'))
      reading.diagnostics.error(
        'invalid-keyword',
        paths?.keyPlace(path) ?? node.place,
        `the path '${path}' does not begin with '/'`,
      );
    return readPathItem(reading, { path, node }, inherited);
  });
  return withUniqueIds(reading, operations);
}

/** Ids that were derived are numbered where they meet; of those that were given, the second is refused. */
function withUniqueIds(reading: Reading, operations: readonly Operation[]): Operation[] {
  const ids = new Map<string, Operation>();
  for (const operation of operations)
    if (!isDerived(operation) && !ids.has(operation.operationId)) ids.set(operation.operationId, operation);
  return operations.map((operation) => {
    const before = ids.get(operation.operationId);
    if (!isDerived(operation)) {
      if (before !== undefined && before !== operation) {
        const what = `the operationId '${operation.operationId}' is taken by line ${before.place.line}`;
        reading.diagnostics.error('duplicate-operation', operation.place, what);
      }
      return operation;
    }
    let operationId = operation.operationId;
    for (let count = 2; ids.has(operationId); count++) operationId = `${operation.operationId}${count}`;
    ids.set(operationId, operation);
    return { ...operation, operationId };
  });
}

function readWebhooks(reading: Reading, fields: Fields, inherited: Inherited): EventType[] {
  return Array.from(fields.map('webhooks')?.entries ?? []).flatMap(([name, node]) => {
    const [operation] = readPathItem(reading, { path: name, node }, inherited);
    const detail = operation?.requestBody?.content.find(
      ({ mediaType }) => mediaType === 'application/json',
    )?.schema;
    if (operation === undefined || detail === undefined) {
      reading.diagnostics.error(
        'missing-field',
        node.place,
        `the webhook '${name}' has no application/json request body with a schema`,
      );
      return [];
    }
    return [
      {
        place: operation.place,
        name,
        deprecated: operation.deprecated,
        detail,
        ...defined<Pick<EventType, 'summary' | 'description' | 'externalDocs'>>({
          summary: operation.summary,
          description: operation.description,
          externalDocs: operation.externalDocs,
        }),
      },
    ];
  });
}

function readSchemas(reading: Reading, components: Fields | undefined): ReadonlyMap<string, Schema> {
  const nodes = components?.map('schemas')?.entries ?? new Map();
  return new Map(Array.from(nodes, ([name, node]) => [name, reading.schemas.read(node)] as const));
}

/** `packages/orders-client/openapi.yaml` is the contract of orders; elsewhere the title names the service. */
function serviceName(path: string, title: string): string {
  const folder = basename(dirname(path));
  const name = folder.endsWith('-client') ? folder.slice(0, -'-client'.length) : title;
  return (
    name
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .replaceAll(/[^A-Za-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .toLowerCase() || 'service'
  );
}
