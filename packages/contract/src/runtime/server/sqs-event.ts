/** What is read of the event that Lambda makes of SQS messages (AWS: "Using Lambda with Amazon SQS"). */
export interface SqsEvent {
  readonly Records: readonly SqsRecord[];
}

export interface SqsRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: {
    readonly ApproximateReceiveCount?: string;
    /** X-Ray trace header. */
    readonly AWSTraceHeader?: string;
    /** Of FIFO queues. */
    readonly MessageGroupId?: string;
  };
}

/** Tells Lambda which records to deliver again; needs ReportBatchItemFailures in FunctionResponseTypes. */
export interface BatchResponse {
  readonly batchItemFailures: { itemIdentifier: string }[];
}
