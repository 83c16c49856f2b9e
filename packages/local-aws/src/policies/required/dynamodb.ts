import type { Access } from '../access.js';
import { leadingKeys, queriedKey } from './leading-keys.js';
import { partiqlAccess } from './partiql.js';
import { type Around, arnIn, type Input, inputOf, list, tableArn, text } from './required.js';

function onTable(action: string, input: Input, around: Around): Access[] {
  const named = text(input, 'TableName') ?? text(input, 'ResourceArn');
  return named === undefined ? [] : [{ action: `dynamodb:${action}`, resource: tableArn(around, named) }];
}

/** On one item, whose partition key policies may restrict. */
function onItem(action: string, input: Input, around: Around): Access[] {
  const key = inputOf(input.Key ?? input.Item);
  return onTable(action, input, around).map((access) => ({
    ...access,
    context: leadingKeys(around, { tableArn: access.resource, keys: [key] }),
  }));
}

/** An index is a resource of its own; a request for one does not require the table. */
function onIndex(action: string, input: Input, around: Around): Access[] {
  const index = text(input, 'IndexName');
  return onTable(action, input, around).map((access) => ({
    action: access.action,
    resource: index === undefined ? access.resource : `${access.resource}/index/${index}`,
    ...(action === 'Query' && { context: queriedKey(around, access.resource, input) }),
  }));
}

function batchGet(action: string, input: Input, around: Around): Access[] {
  return Object.entries(inputOf(input.RequestItems)).map(([table, asked]) => {
    const resource = tableArn(around, table);
    const keys = list(inputOf(asked), 'Keys').map(inputOf);
    return {
      action: `dynamodb:${action}`,
      resource,
      context: leadingKeys(around, { tableArn: resource, keys }),
    };
  });
}

function batchWrite(action: string, input: Input, around: Around): Access[] {
  return Object.keys(inputOf(input.RequestItems)).map((table) => {
    const resource = tableArn(around, table);
    const keys = list(inputOf(input.RequestItems), table).map((write) => {
      const { PutRequest, DeleteRequest } = inputOf(write);
      return inputOf(inputOf(PutRequest).Item ?? inputOf(DeleteRequest).Key);
    });
    return {
      action: `dynamodb:${action}`,
      resource,
      context: leadingKeys(around, { tableArn: resource, keys }),
    };
  });
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const ofTransactions: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

function transaction(enclosing: string, input: Input, around: Around): Access[] {
  return list(input, 'TransactItems').flatMap((item) =>
    Object.entries(inputOf(item)).flatMap(([kind, of]) => {
      const action = Object.hasOwn(ofTransactions, kind) ? ofTransactions[kind] : undefined;
      if (action === undefined) return [];
      return onItem(action, inputOf(of), around).map((access) => ({
        ...access,
        context: { ...access.context, 'dynamodb:EnclosingOperation': [enclosing] },
      }));
    }),
  );
}

const anyTable = (action: string, _input: Input, around: Around): Access[] => [
  { action: `dynamodb:${action}`, resource: arnIn(around, 'dynamodb', 'table/*') },
];

type Reader = (action: string, input: Input, around: Around) => Access[];

const readers: Readonly<Record<string, Reader>> = {
  GetItem: onItem,
  PutItem: onItem,
  UpdateItem: onItem,
  DeleteItem: onItem,
  Query: onIndex,
  Scan: onIndex,
  BatchGetItem: batchGet,
  BatchWriteItem: batchWrite,
  TransactGetItems: transaction,
  TransactWriteItems: transaction,
  ExecuteStatement: (_, input, around) => partiqlAccess([input], around),
  BatchExecuteStatement: (_, input, around) => partiqlAccess(list(input, 'Statements').map(inputOf), around),
  ExecuteTransaction: (_, input, around) =>
    partiqlAccess(list(input, 'TransactStatements').map(inputOf), around),
  ListTables: anyTable,
  DescribeLimits: anyTable,
  DescribeEndpoints: anyTable,
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export function dynamoDbAccess(action: string, input: Input, around: Around): Access[] {
  const reader = Object.hasOwn(readers, action) ? readers[action] : undefined;
  return (reader ?? onTable)(action, input, around);
}

/**
 * Streams are resources of their tables; an iterator begins with the ARN of its stream. The label at the end is a time
 * which no template knows: StreamArn has `latest` there, as a table has one stream here.
 */
export function streamsAccess(action: string, input: Input, around: Around): Access[] {
  const table = text(input, 'TableName');
  const stream =
    action === 'ListStreams'
      ? `${tableArn(around, table ?? '*')}/stream/*`
      : (text(input, 'StreamArn') ?? text(input, 'ShardIterator')?.split('|')[0]);
  const resource = stream?.replace(/\/stream\/[^*]*$/, '/stream/latest');
  return resource === undefined ? [] : [{ action: `dynamodb:${action}`, resource }];
}
