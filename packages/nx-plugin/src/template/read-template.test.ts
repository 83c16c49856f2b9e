import { parseTemplate } from './read-template.js';

const parse = (text: string) => parseTemplate(text, `${process.cwd()}/some/template.yaml`);

test('short tags become the long forms, whatever they stand on', () => {
  const text = `A: !Ref B
C: !Sub "x-\${B}"
D: !GetAtt Table.Stream.Arn
E: !GetAtt [Table, Arn]
F: !If [One, !Ref B, !Ref AWS::NoValue]
G: !Condition One`;
  expect(parse(text).value).toEqual({
    A: { Ref: 'B' },
    C: { 'Fn::Sub': `x-\${B}` },
    D: { 'Fn::GetAtt': ['Table', 'Stream.Arn'] },
    E: { 'Fn::GetAtt': ['Table', 'Arn'] },
    F: { 'Fn::If': ['One', { Ref: 'B' }, { Ref: 'AWS::NoValue' }] },
    G: { Condition: 'One' },
  });
});

test('a place is that of the key, or of the nearest one around it', () => {
  const template = parse('Resources:\n  Queue:\n    Type: X\n');
  expect(template.place('Resources', 'Queue', 'Type')).toBe('some/template.yaml:3:5');
  expect(template.place('Resources', 'Queue', 'Properties', 'Name')).toBe('some/template.yaml:2:3');
  expect(template.place('Outputs')).toBe('some/template.yaml:1:1');
});

test.each([
  ['an unknown tag', 'A:\n  - !Reff B', 'some/template.yaml:2:11 !Reff is no tag of CloudFormation'],
  ['broken YAML', 'A: {', 'some/template.yaml:1:'],
  ['a list', '- a', 'some/template.yaml:1:1 this is no map'],
])('%s is told with its place', (_what, text, message) => {
  expect(() => parse(text)).toThrow(message);
});
