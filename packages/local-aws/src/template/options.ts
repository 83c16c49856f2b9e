export type DynamicReferenceService = 'ssm' | 'ssm-secure' | 'secretsmanager';

export interface ReadSystemOptions {
  /** Absolute path of the root template. */
  readonly templateFile: string;
  /** Absolute; places are relative to it. */
  readonly workingDirectory: string;
  /** Values of the root template's parameters, before their defaults. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly region: string;
  readonly accountId: string;
  /** The URL that `Ref` of a queue gives. */
  queueUrl(queueName: string): string;
  /** The value behind `{{resolve:service:name}}`; undefined when there is none. */
  dynamicReference(service: DynamicReferenceService, name: string): string | undefined;
  /** `AWS::StackName` of the root, `local` when left out, as `sam local` has it. */
  readonly stackName?: string;
  /** What `ProviderURL` of a Cognito user pool gives: the issuer that plays Cognito. */
  readonly issuerUrl?: string;
}
