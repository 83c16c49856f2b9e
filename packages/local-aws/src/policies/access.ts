/** What a request does, as IAM sees it: one request may need several. */
export interface Access {
  /** As policies write it: `dynamodb:PutItem`. */
  readonly action: string;
  /** ARN, or `*` where the action has no kind of resource. */
  readonly resource: string;
  /** Values of condition keys; `unknown` for what the request has, but is not worked out here. */
  readonly context?: Readonly<Record<string, readonly string[] | 'unknown'>>;
}
