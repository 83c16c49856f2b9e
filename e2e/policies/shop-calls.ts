import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { ShopProcess } from '../shop/shop-process.js';

/** What these tests need of a running shop. */
export type Shop = Pick<ShopProcess, 'apiUrl' | 'endpointUrl' | 'output' | 'token'>;

export const sku = 'COF-ESP-1KG';
export const longAgo = '2020-01-01T00:00:00.000Z';
export const newOrderId = () => `ord_${crypto.randomUUID().replaceAll('-', '')}`;

/** Error: the answer has another status, so that what it should have made the functions do was not done. */
export async function answered(
  status: number,
  answer: Promise<{ status: number; body?: unknown }>,
): Promise<void> {
  const { status: actual, body } = await answer;
  if (actual !== status) throw new Error(`answered ${actual}, not ${status}: ${JSON.stringify(body)}`);
}

/** Whoever sits at the machine: the key is none of a function's, so that no policy holds for it. */
function tablesOf({ endpointUrl: endpoint }: Shop): DynamoDBClient {
  const credentials = { accessKeyId: 'developer', secretAccessKey: 'local' };
  return new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
}

interface Item {
  readonly table: string;
  readonly pk: string;
}

const keyOf = ({ pk }: Item) => ({ pk: { S: pk }, sk: { S: '-' } });

export async function set(shop: Shop, item: Item, values: Record<string, string | boolean>): Promise<void> {
  const names = Object.keys(values);
  await tablesOf(shop).send(
    new UpdateItemCommand({
      TableName: item.table,
      Key: keyOf(item),
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          `:${name}`,
          typeof value === 'string' ? { S: value } : { BOOL: value },
        ]),
      ),
    }),
  );
}

/** An attribute that is a text; empty when there is none. */
export async function textOf(shop: Shop, item: Item, attribute: string): Promise<string> {
  const found = await tablesOf(shop).send(new GetItemCommand({ TableName: item.table, Key: keyOf(item) }));
  return found.Item?.[attribute]?.S ?? '';
}

/** Runs a function as its schedule would. Error: it fails. */
export async function run({ endpointUrl }: Shop, functionName: string): Promise<void> {
  const path = `2015-03-31/functions/${functionName}/invocations`;
  const answer = await fetch(`${endpointUrl}/${path}`, { method: 'POST', body: '{}' });
  if (answer.headers.has('x-amz-function-error'))
    throw new Error(`${functionName} failed: ${await answer.text()}`);
}
