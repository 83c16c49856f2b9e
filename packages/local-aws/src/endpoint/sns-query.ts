import { element, textElement } from './xml.js';

/** The query protocol of SNS. https://docs.aws.amazon.com/sns/latest/api/welcome.html */
export const snsVersion = '2010-03-31';
export const snsNamespace = 'http://sns.amazonaws.com/doc/2010-03-31/';

interface Tree {
  [name: string]: Tree | string;
}

function grow(tree: Tree, [name = '', ...rest]: readonly string[], value: string): void {
  const present = tree[name];
  if (rest.length === 0) tree[name] = value;
  else {
    const branch: Tree = typeof present === 'object' ? present : Object.create(null);
    tree[name] = branch;
    grow(branch, rest, value);
  }
}

/** The numbered branches below `member` or `entry`, in the order of their numbers. */
function numbered(branch: Tree | string | undefined, name: string): Tree[] {
  const list = typeof branch === 'object' ? branch[name] : undefined;
  if (typeof list !== 'object') return [];
  const inOrder = Object.entries(list).sort(([a], [b]) => Number(a) - Number(b));
  return inOrder.flatMap(([, each]) => (typeof each === 'object' ? [each] : []));
}

function asMessage({ MessageAttributes: attributes, ...rest }: Tree): object {
  const entries = numbered(attributes, 'entry').map(({ Name, Value }) => [String(Name), Value] as const);
  return { ...rest, ...(entries.length > 0 && { MessageAttributes: Object.fromEntries(entries) }) };
}

/** The form as input: attributes as a map, the entries of a batch as a list. */
export function snsInput(form: URLSearchParams): object {
  const tree: Tree = Object.create(null);
  for (const [name, value] of form)
    if (name !== 'Action' && name !== 'Version') grow(tree, name.split('.'), value);
  const { PublishBatchRequestEntries: entries, ...rest } = tree;
  if (entries === undefined) return asMessage(rest);
  return { ...rest, PublishBatchRequestEntries: numbered(entries, 'member').map(asMessage) };
}

/** The output as the content of the answer's Result element; lists have `member`s. */
export function snsResult(output: unknown): string {
  return Object.entries(output ?? {})
    .map(([name, value]) =>
      Array.isArray(value)
        ? element(name, value.map((each) => element('member', snsResult(each))).join(''))
        : textElement(name, String(value)),
    )
    .join('');
}
