import {
  type AttributeValue,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';

const attempts = 6;

/** Another transaction was at one of the items: nothing was written, and trying again is all there is to do. */
function isConflict({ CancellationReasons = [] }: TransactionCanceledException): boolean {
  return CancellationReasons.some(({ Code }) => Code === 'TransactionConflict');
}

/**
 * All writes or none. Returns what kept it from being written: conditions that did not hold; undefined when it was.
 * Conflicts with other transactions are tried again after a jittered pause (AWS: "Transaction conflict handling in
 * DynamoDB"). Errors: TransactionCanceledException for any other reason.
 */
export async function transact(
  client: DynamoDBClient,
  writes: TransactWriteItem[],
): Promise<TransactionCanceledException | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: writes }));
      return undefined;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      if (failedConditions(error).some((item) => item !== undefined)) return error;
      if (!isConflict(error) || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
    }
  }
}

/** By position of the write: the item whose condition did not hold (empty where there is none), else undefined. */
export function failedConditions({
  CancellationReasons = [],
}: TransactionCanceledException): (Record<string, AttributeValue> | undefined)[] {
  return CancellationReasons.map(({ Code, Item }) =>
    Code === 'ConditionalCheckFailed' ? (Item ?? {}) : undefined,
  );
}
