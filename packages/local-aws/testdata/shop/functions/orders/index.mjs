import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';

const { ORDERS_TABLE: TableName, EVENT_BUS: EventBusName, ISSUER: issuer, API_URL: apiUrl } = process.env;
const tables = new DynamoDBClient();
const events = new EventBridgeClient();

const answer = (statusCode, body) => ({ statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

async function place(id) {
  await tables.send(new PutItemCommand({ TableName, Item: { id: { S: id }, state: { S: 'placed' } } }));
  const entry = { EventBusName, Source: 'orders', DetailType: 'OrderPlaced', Detail: JSON.stringify({ id }) };
  const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  return answer(FailedEntryCount === 0 ? 201 : 500, { id });
}

export async function handler(event) {
  const { id } = event.pathParameters;
  console.log(JSON.stringify({ level: 30, msg: 'asked', id }));
  if (event.httpMethod === 'PUT') return place(id);
  const { Item } = await tables.send(new GetItemCommand({ TableName, Key: { id: { S: id } }, ConsistentRead: true }));
  if (Item === undefined) return answer(404, { id });
  const { authorization = null } = Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]));
  return answer(200, { id, state: Item.state.S, issuer, apiUrl, authorization });
}
