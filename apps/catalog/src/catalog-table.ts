import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { ProductChanged } from '../gen/events.js';
import { outboxItem } from '../gen/runtime/server/outbox.js';
import { transact } from '../gen/runtime/server/transact.js';
import { Product } from '../gen/schemas.js';
import { searchText } from './product.js';

type Item = Record<string, AttributeValue>;

export interface ProductSearch {
  readonly words: readonly string[];
  readonly category?: string;
  /** SKU after which the page begins. */
  readonly after?: string;
  readonly limit: number;
}

export interface CatalogTable {
  get(sku: string): Promise<Product | undefined>;
  /** The products that exist, in no particular order. */
  getMany(skus: readonly string[]): Promise<Product[]>;
  /** One page by SKU, and whether more follow. */
  search(search: ProductSearch): Promise<{ products: Product[]; more: boolean }>;
  /** Keeps the product and the news of it in one transaction. */
  put(product: Product, event: { eventId: string; traceparent: string }): Promise<void>;
}

const key = (sku: string): Item => ({ pk: { S: `product#${sku}` }, sk: { S: '-' } });

/** Attributes that serve the indexes are no part of the product. */
function productOf(item: Item): Product {
  const { pk, sk, listing, text, ...product } = unmarshall(item);
  const decoded = Product.decode(product);
  if (decoded._tag === 'Left') throw new Error(`${pk} in the table is no product`);
  return decoded.right;
}

function queryOf(tableName: string, { words, category, after }: ProductSearch, start: Item | undefined) {
  const [index, hash, value] =
    category === undefined ? ['by-listing', 'listing', 'all'] : ['by-category', 'category', category];
  const filters = words.map((_word, position) => `contains(#text, :word${position})`);
  return new QueryCommand({
    TableName: tableName,
    IndexName: index,
    KeyConditionExpression: after === undefined ? '#hash = :hash' : '#hash = :hash AND sku > :after',
    ...(filters.length > 0 && { FilterExpression: filters.join(' AND ') }),
    ExpressionAttributeNames: { '#hash': hash ?? '', ...(filters.length > 0 && { '#text': 'text' }) },
    ExpressionAttributeValues: {
      ':hash': { S: value ?? '' },
      ...(after !== undefined && { ':after': { S: after } }),
      ...Object.fromEntries(words.map((word, position) => [`:word${position}`, { S: word }])),
    },
    ...(start !== undefined && { ExclusiveStartKey: start }),
  });
}

/** The catalog's table: products by SKU, listed as a whole and by category. */
export function catalogTable(client: DynamoDBClient, tableName: string): CatalogTable {
  async function get(sku: string): Promise<Product | undefined> {
    const { Item: item } = await client.send(new GetItemCommand({ TableName: tableName, Key: key(sku) }));
    return item && productOf(item);
  }

  /** DynamoDB leaves keys unprocessed when an answer grows past 16 MB or it is throttled. */
  async function getMany(skus: readonly string[]): Promise<Product[]> {
    const products: Product[] = [];
    let asked: Record<string, { Keys: Item[] | undefined }> | undefined = {
      [tableName]: { Keys: skus.map(key) },
    };
    while (asked?.[tableName]?.Keys?.length) {
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({ RequestItems: asked }),
      );
      products.push(...(Responses?.[tableName] ?? []).map(productOf));
      asked = UnprocessedKeys as typeof asked;
    }
    return products;
  }

  async function search(wanted: ProductSearch): Promise<{ products: Product[]; more: boolean }> {
    const products: Product[] = [];
    let start: Item | undefined;
    do {
      const page: QueryCommandOutput = await client.send(queryOf(tableName, wanted, start));
      products.push(...(page.Items ?? []).map(productOf));
      start = page.LastEvaluatedKey;
    } while (start !== undefined && products.length <= wanted.limit);
    return { products: products.slice(0, wanted.limit), more: products.length > wanted.limit };
  }

  async function put(product: Product, event: { eventId: string; traceparent: string }): Promise<void> {
    const news = outboxItem({
      type: ProductChanged,
      detail: { eventId: event.eventId, product },
      at: Date.parse(product.updatedAt),
      traceparent: event.traceparent,
    });
    const item = {
      ...marshall(product),
      ...key(product.sku),
      listing: { S: 'all' },
      text: { S: searchText(product) },
    };
    await transact(
      client,
      [item, news].map((each) => ({ Put: { TableName: tableName, Item: each } })),
    );
  }

  return { get, getMany, search, put };
}
