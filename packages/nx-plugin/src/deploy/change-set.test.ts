import { sentenceOf } from './change-set.js';

const change = {
  Action: 'Modify',
  LogicalResourceId: 'Orders',
  ResourceType: 'AWS::CloudFormation::Stack',
} as const;

test('a change is a sentence that says what and of which kind', () => {
  expect(sentenceOf({ ResourceChange: { ...change, Action: 'Add' } })).toBe('makes Orders (a nested stack)');
  expect(
    sentenceOf({
      ResourceChange: { ...change, Details: [{ Target: { Name: 'TemplateURL' }, Evaluation: 'Static' }] },
    }),
  ).toBe('changes Orders (a nested stack): TemplateURL');
  expect(
    sentenceOf({ ResourceChange: { ...change, ResourceType: 'AWS::SQS::Queue', Action: 'Remove' } }),
  ).toBe('removes Orders (AWS::SQS::Queue)');
});

test('a replacement says that what it holds is not taken along', () => {
  expect(sentenceOf({ ResourceChange: { ...change, Replacement: 'True' } })).toMatch(
    /replaces it .* not taken along$/,
  );
  expect(sentenceOf({ ResourceChange: { ...change, Replacement: 'False' } })).toBe(
    'changes Orders (a nested stack)',
  );
});

test('what CloudFormation only looks at again is told so', () => {
  const looked = { ...change, Details: [{ Target: { Name: 'Parameters' }, Evaluation: 'Dynamic' as const }] };
  expect(sentenceOf({ ResourceChange: looked })).toBe(
    'changes Orders (a nested stack, whose inputs are looked at again): Parameters',
  );
});
