/** A copy without the members that are null: to DynamoDB's parser they are absent. */
export function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) return value.map((each: unknown) => withoutNulls(each)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)])) as T;
}
