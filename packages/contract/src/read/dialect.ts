import type { Contract } from '../model.js';

/** Where a version of JSON Schema, or OpenAPI's extension of one, differs from 2020-12. */
export interface Dialect {
  /** The keyword that gives a schema its URI; OpenAPI 3.0 has none. */
  readonly id?: '$id' | 'id';
  /** Whether the siblings of `$ref` are ignored, as all versions before 2019-09 have it. */
  readonly refStandsAlone?: true;
  /** Whether `exclusiveMinimum` and `exclusiveMaximum` are booleans beside `minimum` and `maximum`. */
  readonly booleanBounds?: true;
  /** Whether `items` may be a list, which `additionalItems` continues. */
  readonly tupleItems?: true;
  /** Whether `nullable` widens `type`. */
  readonly nullable?: true;
  /** Whether keywords of the validation vocabulary say nothing (Core, 8.1.2). */
  readonly withoutValidation?: true;
}

export const openApiDialects: Readonly<Record<Contract['openapi'], Dialect>> = {
  '3.0': { refStandsAlone: true, booleanBounds: true, nullable: true },
  '3.1': { id: '$id' },
};

const bySchema: Readonly<Record<string, Dialect>> = {
  'http://json-schema.org/draft-04/schema': {
    id: 'id',
    refStandsAlone: true,
    booleanBounds: true,
    tupleItems: true,
  },
  'http://json-schema.org/draft-06/schema': { id: '$id', refStandsAlone: true, tupleItems: true },
  'http://json-schema.org/draft-07/schema': { id: '$id', refStandsAlone: true, tupleItems: true },
  'https://json-schema.org/draft/2019-09/schema': { id: '$id', tupleItems: true },
  'https://json-schema.org/draft/2020-12/schema': openApiDialects['3.1'],
  'https://spec.openapis.org/oas/3.1/dialect/base': openApiDialects['3.1'],
};

/** The dialect that the value of `$schema` names; undefined for one that is not known by itself. */
export function dialectOf(schema: string): Dialect | undefined {
  const uri = schema.replace(/#$/, '');
  return Object.hasOwn(bySchema, uri) ? bySchema[uri] : undefined;
}

/** The vocabulary whose absence from a meta-schema switches off `type`, `minimum` and their like. */
export const validationVocabulary = 'https://json-schema.org/draft/2020-12/vocab/validation';
