import { problems } from '../codec/problems.js';
import type { OperationFormat } from './client.js';
import { ClientError } from './client-error.js';

function contentOf(
  operation: OperationFormat,
  status: number,
): OperationFormat['responses'][string] | undefined {
  const { responses } = operation;
  return responses[String(status)] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses.default;
}

async function bodyOf(response: Response, mediaType: string): Promise<unknown> {
  if (/[/+]json$/.test(mediaType)) return JSON.parse(await response.text());
  if (mediaType.startsWith('text/')) return response.text();
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * The declared result of an answer: `{ status, headers, body }`. Fields that the contract does not know stay, so that
 * an older client keeps working with a newer server. Errors: ClientError `undeclared`.
 */
export async function resultOf(operation: OperationFormat, response: Response): Promise<unknown> {
  const { status } = response;
  const headers = Object.fromEntries(response.headers);
  const undeclared = (message: string, cause?: unknown) =>
    new ClientError('undeclared', operation.operationId, { message, status, cause });
  const content = contentOf(operation, status);
  if (content === undefined)
    throw undeclared(`the contract has no answer ${status}: ${(await response.text()).slice(0, 200)}`);
  if (Object.keys(content).length === 0) {
    await response.body?.cancel();
    return { status, headers };
  }
  const mediaType = (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const wildcard = `${mediaType.split('/', 1)[0]}/*`;
  const codec = content[mediaType] ?? content[wildcard] ?? content['*/*'];
  if (codec === undefined)
    throw undeclared(`the contract has no ${mediaType || 'body without a type'} for ${status}`);
  let body: unknown;
  try {
    body = await bodyOf(response, mediaType);
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new ClientError('timeout', operation.operationId, {
        message: 'the body did not come in time',
        cause: error,
      });
    }
    throw undeclared(`the body is no ${mediaType}`, error);
  }
  const decoded = codec?.decode(body);
  if (decoded?._tag === 'Left') {
    const [first] = problems(decoded.left);
    throw undeclared(
      `the body of ${status} breaks the contract at '${first?.pointer}': expected ${first?.expected}, received ${first?.received}`,
    );
  }
  return { status, headers, body };
}
