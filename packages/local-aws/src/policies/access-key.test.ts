import { accessKeyIdOf } from './access-key.js';

test('the key stands in the credential of the Authorization header', () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=LOCALORDERS/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0';
  expect(accessKeyIdOf({ authorization }, '/')).toBe('LOCALORDERS');
});

test('of a presigned request it stands in the URL, with its slashes encoded or not', () => {
  const url =
    '/q?Action=SendMessage&X-Amz-Credential=LOCALORDERS%2F20260101%2Fus-east-1%2Fsqs%2Faws4_request';
  expect(accessKeyIdOf({}, url)).toBe('LOCALORDERS');
  expect(accessKeyIdOf({}, '/?X-Amz-Credential=LOCALA/20260101/x')).toBe('LOCALA');
});

test('a request that is not signed has none', () => {
  expect(accessKeyIdOf({}, '/')).toBeUndefined();
  expect(accessKeyIdOf({ authorization: 'Bearer Credential' }, '/?a=Credential=X/')).toBeUndefined();
});
