const functionNames =
  'And Base64 Cidr Equals FindInMap GetAtt GetAZs If ImportValue Join Not Or Select Split Sub Transform'.split(
    ' ',
  );

const longForms: ReadonlyMap<string, string> = new Map([
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...functionNames.map((name) => [`!${name}`, `Fn::${name}`] as const),
]);

/** `Fn::Sub` for `!Sub`; undefined for a tag that CloudFormation does not have. */
export function longForm(tag: string): string | undefined {
  return longForms.get(tag);
}
