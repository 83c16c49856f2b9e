import type { Row } from '../engine/row.js';
import { keyNames } from '../engine/table.js';
import { type Projection, project } from '../expressions/projection.js';
import { invalidParameter, validationError } from '../validation/errors.js';
import type { Item } from '../values/attribute-value.js';
import type { ReadSource } from './read-source.js';

/** What a Query or Scan shows of each row. */
export interface Selection {
  readonly isCount: boolean;
  readonly projection: Projection | undefined;
  /** The item behind a row: what the index projects, or the table's whole item. */
  readonly view: (row: Row) => Item;
  /** Whether items of the table are read beside the rows of a local index, which costs both. */
  readonly isFetched: boolean;
}

type Input = Readonly<Record<string, unknown>>;

/** Reads `Select` beside the projection. Errors: ValidationException where they contradict. */
export function selectionOf(source: ReadSource, projection: Projection | undefined, input: Input): Selection {
  const select = (input.Select ?? undefined) as string | undefined;
  checkSelect(source, projection, input);
  const { index } = source;
  const isWhole =
    select === 'ALL_ATTRIBUTES' ||
    (index !== undefined &&
      !index.isGlobal &&
      projection !== undefined &&
      missing(source, projection).length > 0);
  return {
    isCount: select === 'COUNT',
    projection,
    view: isWhole ? (row) => row.whole : (row) => row.item,
    isFetched: isWhole && index !== undefined && index.definition.Projection.ProjectionType !== 'ALL',
  };
}

function checkSelect(source: ReadSource, projection: Projection | undefined, input: Input): void {
  const { index } = source;
  const select = input.Select ?? undefined;
  const member = input.AttributesToGet === undefined ? 'ProjectionExpression' : 'AttributesToGet';
  if (projection !== undefined && select !== undefined && select !== 'SPECIFIC_ATTRIBUTES') {
    const what = select === 'COUNT' ? 'only the Count' : select;
    throw validationError(`Cannot specify the ${member} when choosing to get ${what}`);
  }
  if (select === 'SPECIFIC_ATTRIBUTES' && projection === undefined) {
    throw validationError(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && index === undefined) {
    throw invalidParameter('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (index?.isGlobal !== true || index.definition.Projection.ProjectionType === 'ALL') return;
  const { IndexName: name } = index.definition;
  if (select === 'ALL_ATTRIBUTES') {
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${name} because its projection type is not ALL`,
    );
  }
  const absent = projection === undefined ? [] : missing(source, projection);
  if (absent.length > 0) {
    throw invalidParameter(`Global secondary index ${name} does not project [${absent.join(', ')}]`);
  }
}

/** The attributes of a projection that the index does not have. */
function missing({ table, index, keys }: ReadSource, projection: Projection): string[] {
  const { ProjectionType: type, NonKeyAttributes: extra } = index?.definition.Projection ?? {
    ProjectionType: 'ALL',
  };
  if (type === 'ALL') return [];
  const present = new Set([...keyNames(table.keys), ...keyNames(keys), ...(extra ?? [])]);
  return [...new Set(projection.paths.map(([name]) => name))].filter((name) => !present.has(name));
}

export function selectItems(
  { isCount, projection }: Selection,
  items: readonly Item[],
): readonly Item[] | undefined {
  if (isCount) return undefined;
  return projection === undefined ? items : items.map((item) => project(item, projection));
}
