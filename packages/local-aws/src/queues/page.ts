import { type Input, optionalInteger, optionalText } from './input.js';
import { invalidValue } from './sqs-error.js';

/** One page of names in order; `NextToken` is given only to those who ask for pages by `MaxResults`, as SQS does. */
export function pageOf(
  names: readonly string[],
  input: Input,
): { names: string[]; nextToken: string | undefined } {
  const max = optionalInteger(input, 'MaxResults', { min: 1, max: 1000 });
  const token = optionalText(input, 'NextToken');
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString('utf8');
  if (token !== undefined && !names.includes(after))
    throw invalidValue(token, 'NextToken', 'It is no token.');
  const rest = names.filter((name) => name > after).sort();
  const page = rest.slice(0, max ?? 1000);
  const last = page.at(-1);
  const more = max !== undefined && last !== undefined && rest.length > page.length;
  return { names: page, nextToken: more ? Buffer.from(last).toString('base64url') : undefined };
}
