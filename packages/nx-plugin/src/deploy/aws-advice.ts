import { DeployError } from './deploy-error.js';

interface AwsError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly hostname?: string;
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

const account = 'docs/deploying.md, "Once for an account"';

/** What a bucket refuses, with its name and the next command. Undefined for what has to do with no bucket. */
export function bucketProblem(
  error: unknown,
  { bucket, region }: { readonly bucket: string; readonly region: string },
): DeployError | undefined {
  const { name = '', $metadata, $response } = error as AwsError;
  const status = $metadata?.httpStatusCode;
  const actual = $response?.headers?.['x-amz-bucket-region'];
  if (name === 'NoSuchBucket')
    return new DeployError(`there is no bucket ${bucket}: ${account}, says how to make it`);
  if (actual !== undefined && actual !== region && status !== undefined && status >= 300)
    return new DeployError(
      `the bucket ${bucket} is in ${actual}, and the environment in ${region}: correct region or s3_bucket in samconfig.toml; AWS_REGION comes before it`,
    );
  if (status === 301 || name === 'AuthorizationHeaderMalformed')
    return new DeployError(
      `the bucket ${bucket} is not in ${region}: \`aws s3api get-bucket-location --bucket ${bucket}\` tells where; correct region or s3_bucket in samconfig.toml`,
    );
  if (status === 403 && !isRejected(name))
    return new DeployError(
      `the bucket ${bucket} may not be used: is it yours, and may these keys read and write it? \`aws sts get-caller-identity\` tells whose they are; ${account}, names the rights`,
    );
  return undefined;
}

function isRejected(name: string): boolean {
  return /^(ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidAccessKeyId|AuthFailure|RequestExpired|InvalidToken)/.test(
    name,
  );
}

/** Of the operating system. The SDK wraps some errors, and then the message alone has it. */
function networkCode({ code, message = '' }: AwsError): string {
  const pattern = /\b(ECONN\w+|EHOST\w+|ENET\w+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE)\b/;
  return pattern.exec(code ?? message)?.[1] ?? '';
}

const advices: readonly (readonly [(error: AwsError) => boolean, string, string])[] = [
  [
    ({ name = '' }) => /^(Credentials|Token)\w*Error$/.test(name),
    'there are no AWS credentials',
    'Log in, `aws sso login`, and name the profile by AWS_PROFILE; `aws sts get-caller-identity` tells whether it works.',
  ],
  [
    ({ name = '' }) => isRejected(name),
    'AWS does not accept the credentials',
    'They have expired or are not of this account: `aws sso login`, then `aws sts get-caller-identity`.',
  ],
  [
    ({ name = '', $metadata }) => /^AccessDenied/.test(name) || $metadata?.httpStatusCode === 403,
    'the credentials lack a right',
    `The message names it; ${account}, lists what is needed.`,
  ],
  [
    (error) =>
      /^(ENOTFOUND|EAI_AGAIN)$/.test(networkCode(error)) || /^Region not accepted/.test(error.message ?? ''),
    'AWS has no such address',
    'Is the region in samconfig.toml or AWS_REGION spelled right, and does this machine have a network? `aws ec2 describe-regions` lists them.',
  ],
  [
    (error) => networkCode(error) !== '' || /^Timeout/.test(error.name ?? ''),
    'AWS cannot be reached',
    'Is there a network, and is AWS_ENDPOINT_URL meant to be set? Run it again: nothing was begun that cannot go on.',
  ],
  [({ $fault }) => $fault !== undefined, 'AWS refuses', 'Run it again once that is mended.'],
];

/** What, why and what to do next, for what AWS answers or does not. Undefined for a fault of this program. */
export function adviceFor(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const found = advices.find(([matches]) => matches(error));
  if (found === undefined) return undefined;
  const { name = '', message = '' } = error as AwsError;
  return `${found[1]}: ${networkCode(error) || name}: ${message}\n  ${found[2]}`;
}
