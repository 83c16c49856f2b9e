/** What is read of the event that Lambda makes of a DynamoDB stream (AWS: "Using Lambda with Amazon DynamoDB"). */
export interface DynamoDbStreamEvent {
  readonly Records: readonly DynamoDbStreamRecord[];
}

export interface DynamoDbStreamRecord {
  readonly eventName?: 'INSERT' | 'MODIFY' | 'REMOVE' | undefined;
  readonly dynamodb?:
    | {
        readonly SequenceNumber?: string | undefined;
        readonly NewImage?: Readonly<Record<string, { readonly S?: string | undefined }>> | undefined;
      }
    | undefined;
}
