import { managedPolicy } from './managed-policies.js';

test('a policy of AWS is known by its name and by its ARN, with or without a path', () => {
  const role = managedPolicy('AWSLambdaRole');
  expect(role).toEqual({ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: '*' });
  expect(managedPolicy('arn:aws:iam::aws:policy/service-role/AWSLambdaRole')).toBe(role);
  expect(managedPolicy('arn:aws:iam::aws:policy/AWSLambdaRole')).toBe(role);
});

test("of other names, and of an account's own policy, nothing is known", () => {
  expect(managedPolicy('toString')).toBeUndefined();
  expect(managedPolicy('AdministratorAccess')).toBeUndefined();
  expect(managedPolicy('arn:aws:iam::000000000000:policy/AWSLambdaRole')).toBeUndefined();
});
