/** `*` stands for any characters, `?` for one; nothing escapes them. */
export function compilePattern(
  pattern: string,
  letters: 'exact' | 'ignore-case' = 'exact',
): (text: string) => boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, letters === 'exact' ? 's' : 'si');
  return (text) => expression.test(text);
}

/**
 * The pattern of an ARN: its first five parts are compared each with its own, and what follows as a whole, so that a
 * wildcard in one part does not reach into the next. Parts that are missing stand for any.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function compileArn(pattern: string): (arn: string) => boolean {
  if (pattern === '*') return () => true;
  const given = partsOf(pattern);
  const matchers = Array.from({ length: 6 }, (_, at) => compilePattern(given[at] ?? '*'));
  return (arn) => {
    const parts = partsOf(arn);
    return parts.length === 6 && matchers.every((matches, at) => matches(parts[at] ?? ''));
  };
}

function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
