import type { Operation } from '../engine/engine.js';
import type { TablesService } from '../tables.js';
import { batchExecuteStatement } from './batch-execute-statement.js';
import { batchGetItem } from './batch-get-item.js';
import { batchWriteItem } from './batch-write-item.js';
import { describeContinuousBackups, updateContinuousBackups } from './continuous-backups.js';
import { createTable } from './create-table.js';
import { deleteItem } from './delete-item.js';
import { deleteTable, describeEndpoints, describeLimits, describeTable, listTables } from './describe.js';
import { executeStatement } from './execute-statement.js';
import { executeTransaction } from './execute-transaction.js';
import { getItem } from './get-item.js';
import { putItem } from './put-item.js';
import { query } from './query.js';
import { scan } from './scan.js';
import { describeStream, getRecords, getShardIterator, listStreams } from './streams.js';
import { listTagsOfResource, tagResource, untagResource } from './tags.js';
import { describeTimeToLive, updateTimeToLive } from './time-to-live.js';
import { transactGetItems } from './transact-get-items.js';
import { transactWriteItems } from './transact-write-items.js';
import { updateItem } from './update-item.js';
import { updateTable } from './update-table.js';

/** What is offered, by service and by the name after the dot of `X-Amz-Target`. */
export const actions: Readonly<Record<TablesService, ReadonlyMap<string, Operation>>> = {
  DynamoDB_20120810: new Map<string, Operation>([
    ['BatchExecuteStatement', batchExecuteStatement],
    ['BatchGetItem', batchGetItem],
    ['BatchWriteItem', batchWriteItem],
    ['CreateTable', createTable],
    ['DeleteItem', deleteItem],
    ['DeleteTable', deleteTable],
    ['DescribeContinuousBackups', describeContinuousBackups],
    ['DescribeEndpoints', describeEndpoints],
    ['DescribeLimits', describeLimits],
    ['DescribeTable', describeTable],
    ['DescribeTimeToLive', describeTimeToLive],
    ['ExecuteStatement', executeStatement],
    ['ExecuteTransaction', executeTransaction],
    ['GetItem', getItem],
    ['ListTables', listTables],
    ['ListTagsOfResource', listTagsOfResource],
    ['PutItem', putItem],
    ['Query', query],
    ['Scan', scan],
    ['TagResource', tagResource],
    ['TransactGetItems', transactGetItems],
    ['TransactWriteItems', transactWriteItems],
    ['UntagResource', untagResource],
    ['UpdateContinuousBackups', updateContinuousBackups],
    ['UpdateItem', updateItem],
    ['UpdateTable', updateTable],
    ['UpdateTimeToLive', updateTimeToLive],
  ]),
  DynamoDBStreams_20120810: new Map<string, Operation>([
    ['DescribeStream', describeStream],
    ['GetRecords', getRecords],
    ['GetShardIterator', getShardIterator],
    ['ListStreams', listStreams],
  ]),
};
