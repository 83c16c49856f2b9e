/**
 * The system that the templates describe, every intrinsic resolved: what `template/` makes and all that the parts
 * which play AWS services know of it. Names and ARNs are final; times carry their unit in the name.
 */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Where a resource stands in its template; `line` and `column` count from 1, `file` is relative to the working directory. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Resource {
  readonly place: Place;
  readonly logicalId: string;
  /** Path of the nested stack, `/`-separated, empty for the root: `Orders`. */
  readonly stack: string;
}

export interface FunctionSpec extends Resource {
  readonly functionName: string;
  readonly arn: string;
  readonly runtime: string;
  readonly handler: string;
  /** Absolute folder of the code (`CodeUri`). */
  readonly codeDir: string;
  /** Absolute `src/<name>.ts` beside the template when `CodeUri` is `dist/<name>` and that file exists: bundled and watched. */
  readonly entryPoint?: string;
  readonly memoryMb: number;
  readonly timeoutS: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number;
  readonly deadLetterArn?: string;
  /** Of asynchronous invocations, where the template says it (`EventInvokeConfig`). */
  readonly eventInvoke?: EventInvokeSpec;
  readonly roleArn: string;
  /** Of the function and of its role, those that SAM adds to a role of its own included. */
  readonly policies: readonly PolicySpec[];
}

export interface EventInvokeSpec {
  /** 0 to 2; 2 unless told. */
  readonly maximumRetryAttempts?: number;
  /** 6 hours unless told. */
  readonly maximumEventAgeS?: number;
  /** Of a queue or function, which gets a record of each invocation that has ended so. */
  readonly onSuccessArn?: string;
  readonly onFailureArn?: string;
}

/** An IAM policy statement as resolved, or the name or ARN of a managed policy, and where the template has it. */
export interface PolicySpec {
  readonly place: Place;
  readonly statement: Json;
  /** No line of a template: SAM adds it to the role that it makes. Then `place` is the function's. */
  readonly addedBy?: 'SAM';
}

export interface ApiSpec extends Resource {
  readonly restApiId: string;
  readonly stageName: string;
  /** The OpenAPI definition with its `x-amazon-apigateway-*` extensions, all intrinsics resolved. */
  readonly definition: Json;
  readonly binaryMediaTypes: readonly string[];
  readonly cors?: CorsSpec;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** Limits of the stage (`MethodSettings`). */
  readonly methodThrottles: readonly MethodThrottle[];
  /** Where the definition does not say it itself. */
  readonly apiKeySource?: 'HEADER' | 'AUTHORIZER';
}

/** An HTTP API (API Gateway v2): its routes are those of events, or of a definition. */
export interface HttpApiSpec extends Resource {
  readonly apiId: string;
  /** `$default`, or a name that stands in the paths which functions see. */
  readonly stageName: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly routes: readonly HttpRouteSpec[];
  /** OpenAPI with its `x-amazon-apigateway-*` extensions, all intrinsics resolved. */
  readonly definition?: Json;
  readonly cors?: HttpCorsSpec;
  /** `$default` or a route key → its limit. */
  readonly throttles: Readonly<Record<string, Throttle>>;
}

export interface HttpRouteSpec {
  readonly place: Place;
  /** `GET /orders/{id}`, `ANY /{proxy+}` or `$default`. */
  readonly routeKey: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly authorizer?: HttpAuthorizerSpec;
  /** Of which a token must have one. */
  readonly scopes: readonly string[];
}

/** Where a request shows who calls: `$request.header.Authorization`. */
export interface IdentitySource {
  readonly from: 'header' | 'querystring' | 'stageVariables' | 'context';
  readonly name: string;
}

export type HttpAuthorizerSpec =
  | {
      readonly kind: 'jwt';
      readonly identitySource: IdentitySource;
      readonly issuer: string;
      readonly audiences: readonly string[];
    }
  | {
      readonly kind: 'lambda';
      readonly name: string;
      readonly functionArn: string;
      readonly identitySources: readonly IdentitySource[];
      readonly simpleResponses: boolean;
      /** 0: asked for every request. */
      readonly resultTtlS: number;
    };

export interface HttpCorsSpec {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAgeS?: number;
}

/** A token bucket: it holds `burstLimit` requests and is filled by `rateLimit` of them a second. */
export interface Throttle {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** Of each method that `resourcePath` (`/*`: all) and `httpMethod` (`*`: all) name; a limit that is left out is none. */
export interface MethodThrottle {
  readonly resourcePath: string;
  readonly httpMethod: string;
  readonly rateLimit?: number;
  readonly burstLimit?: number;
}

export interface Quota {
  readonly limit: number;
  readonly period: 'DAY' | 'WEEK' | 'MONTH';
}

export interface TopicSpec extends Resource {
  readonly topicName: string;
  readonly arn: string;
  /** Statements of its AWS::SNS::TopicPolicy: who else may publish. */
  readonly policy?: readonly PolicySpec[];
}

/** Who gets the messages of a topic. */
export interface SubscriptionSpec extends Resource {
  readonly arn: string;
  readonly topicArn: string;
  /** `sqs` and `lambda` are delivered. */
  readonly protocol: string;
  /** ARN of the queue or function; else an address. */
  readonly endpoint: string;
  readonly filterPolicy?: Json;
  readonly filterScope: 'MessageAttributes' | 'MessageBody';
  /** A queue gets the message itself. */
  readonly rawMessageDelivery: boolean;
  /** Made by SAM of an event, together with the permission to invoke the function. */
  readonly madeBySam?: true;
}

/** Statement of a function's own policy (`AWS::Lambda::Permission`). */
export interface PermissionSpec extends Resource {
  readonly action: string;
  /** Name or ARN, as written. */
  readonly functionName: string;
  readonly principal: string;
  readonly sourceArn?: string;
}

export interface ApiKeySpec extends Resource {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly enabled: boolean;
}

export interface UsagePlanSpec extends Resource {
  readonly id: string;
  readonly name: string;
  readonly stages: readonly PlannedStage[];
  readonly throttle?: Throttle;
  readonly quota?: Quota;
}

export interface PlannedStage {
  readonly restApiId: string;
  readonly stageName: string;
  /** `/v1/orders/GET` → the limit that counts there instead of the plan's. */
  readonly methodThrottles: Readonly<Record<string, Throttle>>;
}

/** Gives the callers with a key the limits of a plan. */
export interface UsagePlanKeySpec extends Resource {
  readonly keyId: string;
  readonly usagePlanId: string;
}

/** Values as SAM takes them, the single quotes taken off. */
export interface CorsSpec {
  readonly allowOrigin: string;
  readonly allowMethods?: string;
  readonly allowHeaders?: string;
  readonly maxAgeS?: number;
  readonly allowCredentials: boolean;
}

export interface TableSpec extends Resource {
  readonly tableName: string;
  readonly arn: string;
  /** Input of the CreateTable API. */
  readonly create: { readonly [key: string]: Json };
  readonly timeToLiveAttribute?: string;
}

export interface QueueSpec extends Resource {
  readonly queueName: string;
  readonly arn: string;
  readonly fifo: boolean;
  readonly contentBasedDeduplication: boolean;
  readonly visibilityTimeoutS: number;
  readonly messageRetentionS: number;
  readonly delayS: number;
  readonly receiveWaitS: number;
  readonly maximumMessageBytes: number;
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
  /** Statements of its AWS::SQS::QueuePolicy: who else may do what with it. */
  readonly policy?: readonly PolicySpec[];
}

export interface BusSpec extends Resource {
  readonly busName: string;
  readonly arn: string;
}

export interface RuleSpec extends Resource {
  readonly ruleName: string;
  readonly arn: string;
  readonly busName: string;
  readonly eventPattern?: Json;
  /** `rate(…)` or `cron(…)`. */
  readonly schedule?: string;
  readonly enabled: boolean;
  /** A schedule of EventBridge Scheduler, which acts under a role of its own that SAM makes. */
  readonly ofScheduler?: true;
  /** Made by SAM of an event, together with the permission to invoke the function. */
  readonly madeBySam?: true;
  readonly targets: readonly TargetSpec[];
}

export interface TargetSpec {
  readonly id: string;
  /** Of a queue, function or bus. */
  readonly arn: string;
  readonly input?: string;
  readonly inputPath?: string;
  readonly inputTransformer?: {
    readonly pathsMap: Readonly<Record<string, string>>;
    readonly template: string;
  };
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeS: number;
  readonly deadLetterArn?: string;
  readonly messageGroupId?: string;
}

export interface EventSourceMappingSpec extends Resource {
  /** Stable over restarts: derived from stack and logical id. */
  readonly uuid: string;
  readonly functionArn: string;
  /** ARN of a queue, or of a table for its stream. */
  readonly source: { readonly kind: 'sqs' | 'dynamodb'; readonly arn: string };
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly maximumBatchingWindowS: number;
  readonly reportBatchItemFailures: boolean;
  readonly filterPatterns: readonly Json[];
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly bisectBatchOnFunctionError: boolean;
  /** -1: until the records expire. */
  readonly maximumRetryAttempts: number;
  /** -1: no limit. */
  readonly maximumRecordAgeS: number;
  readonly parallelizationFactor: number;
  /** Of SQS: how many functions at once. */
  readonly maximumConcurrency?: number;
  readonly onFailureArn?: string;
}

export interface ParameterSpec extends Resource {
  readonly name: string;
  readonly type: 'String' | 'StringList';
  readonly value: string;
}

export interface System {
  readonly region: string;
  readonly accountId: string;
  readonly functions: readonly FunctionSpec[];
  readonly apis: readonly ApiSpec[];
  readonly httpApis: readonly HttpApiSpec[];
  readonly tables: readonly TableSpec[];
  readonly queues: readonly QueueSpec[];
  /** Those that the templates declare; the bus `default` exists beside them. */
  readonly buses: readonly BusSpec[];
  readonly rules: readonly RuleSpec[];
  readonly eventSourceMappings: readonly EventSourceMappingSpec[];
  readonly parameters: readonly ParameterSpec[];
  readonly permissions: readonly PermissionSpec[];
  readonly topics: readonly TopicSpec[];
  readonly subscriptions: readonly SubscriptionSpec[];
  readonly apiKeys: readonly ApiKeySpec[];
  readonly usagePlans: readonly UsagePlanSpec[];
  readonly usagePlanKeys: readonly UsagePlanKeySpec[];
  /** Of the root stack. */
  readonly outputs: Readonly<Record<string, string>>;
}
