import { debuggedFunctions } from './debugged-functions.js';
import { StartError } from './parts.js';
import type { FunctionSpec } from './system.js';

const spec = (logicalId: string): FunctionSpec => ({
  place: { file: 'template.yaml', line: 1, column: 1 },
  logicalId,
  stack: '',
  functionName: `local-${logicalId}`,
  arn: `arn:aws:lambda:us-east-1:000000000000:function:local-${logicalId}`,
  runtime: 'nodejs24.x',
  handler: 'index.handler',
  codeDir: '/tmp',
  memoryMb: 128,
  timeoutS: 3,
  environment: {},
  roleArn: 'arn:aws:iam::000000000000:role/r',
  policies: [],
});
const system = { functions: [spec('Orders'), spec('Shipping')] };

test('a function is named by its logical id or its name', () => {
  expect(debuggedFunctions(system, { Orders: 9229, 'local-Shipping': 9230 })).toEqual({
    'local-Orders': 9229,
    'local-Shipping': 9230,
  });
});

test('a name that no function has is told with those there are', () => {
  const call = () => debuggedFunctions(system, { Orders: 1, Nobody: 2 });
  expect(call).toThrow(StartError);
  expect(call).toThrow('--inspect names Nobody, which no template has');
});
