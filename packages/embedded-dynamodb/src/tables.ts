/** What the table engine offers: the two APIs of DynamoDB on decoded JSON, and a signal for whoever follows a stream. */

/** The `X-Amz-Target` prefixes of DynamoDB and DynamoDB Streams. */
export type TablesService = 'DynamoDB_20120810' | 'DynamoDBStreams_20120810';

/** An error of DynamoDB's API: `code` is its own name (`ConditionalCheckFailedException`). */
export class DynamoDbError extends Error {
  readonly code: string;
  readonly statusCode: number;
  /** Further members of the answer: `CancellationReasons`, `Item`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    options: { statusCode?: number; details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message);
    this.name = code;
    this.code = code;
    this.statusCode = options.statusCode ?? 400;
    this.details = options.details ?? {};
  }
}

export interface Tables {
  /** One API action (`PutItem`, `GetRecords` …) on its decoded JSON input. Errors: DynamoDbError. */
  call(service: TablesService, action: string, input: unknown): Promise<unknown>;
  /** Calls `listener` after each commit that added records to the table's stream; returns what ends that. */
  onStreamRecords(tableName: string, listener: () => void): () => void;
  /** Starts what runs by the clock (TTL); after the log is open. */
  start(): void;
  close(): void;
}
