/** What is known of a table besides its items, as the log keeps it. Names of members are those of DynamoDB's API. */

export type KeyType = 'S' | 'N' | 'B';

export interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

export interface AttributeDefinition {
  readonly AttributeName: string;
  readonly AttributeType: KeyType;
}

export interface Projection {
  readonly ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  readonly NonKeyAttributes?: readonly string[];
}

export interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
  readonly LastIncreaseDateTime?: number;
  readonly LastDecreaseDateTime?: number;
  readonly NumberOfDecreasesToday?: number;
}

export interface OnDemandThroughput {
  readonly MaxReadRequestUnits?: number;
  readonly MaxWriteRequestUnits?: number;
}

export interface IndexDefinition {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly Projection: Projection;
  readonly ProvisionedThroughput?: Throughput;
  readonly OnDemandThroughput?: OnDemandThroughput;
}

export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface TableDefinition {
  readonly TableName: string;
  readonly TableId: string;
  readonly TableArn: string;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number;
  readonly AttributeDefinitions: readonly AttributeDefinition[];
  readonly KeySchema: readonly KeySchemaElement[];
  readonly BillingMode: 'PROVISIONED' | 'PAY_PER_REQUEST';
  /** When the table last became on-demand. */
  readonly onDemandSinceMs?: number;
  readonly ProvisionedThroughput: Throughput;
  readonly OnDemandThroughput?: OnDemandThroughput;
  readonly GlobalSecondaryIndexes: readonly IndexDefinition[];
  readonly LocalSecondaryIndexes: readonly IndexDefinition[];
  /** The stream that is on. */
  readonly stream?: { readonly arn: string; readonly label: string; readonly viewType: StreamViewType };
  /** The stream that was last on, as `LatestStreamArn` keeps saying. */
  readonly latestStream?: { readonly arn: string; readonly label: string };
  readonly SSEDescription?: Readonly<Record<string, unknown>>;
  readonly TableClass?: string;
  readonly tableClassSinceMs?: number;
  readonly DeletionProtectionEnabled: boolean;
  readonly timeToLive?: string;
  readonly tags: readonly Tag[];
  /** Point-in-time recovery: since when it is on, and for how many days. */
  readonly recovery?: { readonly sinceMs: number; readonly days: number };
}

/** A key attribute with its type. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}

export interface Keys {
  readonly hash: KeyAttribute;
  readonly range?: KeyAttribute;
}

/** The hash and the range attribute of a key schema, with their types. */
export function keysOf(
  schema: readonly KeySchemaElement[],
  attributes: readonly AttributeDefinition[],
): Keys {
  const attribute = (keyType: 'HASH' | 'RANGE'): KeyAttribute | undefined => {
    const name = schema.find((element) => element.KeyType === keyType)?.AttributeName;
    const type = attributes.find((each) => each.AttributeName === name)?.AttributeType;
    return name === undefined || type === undefined ? undefined : { name, type };
  };
  const hash = attribute('HASH');
  const range = attribute('RANGE');
  if (hash === undefined) throw new Error('a checked key schema has a HASH key whose attribute is defined');
  return range === undefined ? { hash } : { hash, range };
}
