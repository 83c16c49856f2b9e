import { hintFor } from './first-failure.js';

test.each([
  ['AWS::DynamoDB::Table', 'orders-x already exists in stack arn', 'Rename it, remove it, or take it in'],
  ['Custom::Setup', 'Received response status [FAILED]', 'aws logs tail'],
  ['AWS::IAM::Role', 'User x is not authorized to perform: iam:CreateRole', 'lacks this right'],
  ['AWS::SQS::Queue', 'Service limit exceeded', 'Service Quotas'],
])('%s that failed with "%s" comes with what to do', (type, reason, hint) => {
  expect(hintFor({ logicalId: 'X', type, reason })).toContain(hint);
});

test('a reason that is not known stands for itself', () => {
  expect(hintFor({ logicalId: 'X', type: 'A', reason: 'colour is wrong' })).toBe('');
});
