import { createServer, type Server } from 'node:http';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { createChangeSet } from './change-set.js';

const change = (id: string, type: string, nested = '') => `<member><Type>Resource</Type><ResourceChange>
<Action>Modify</Action><LogicalResourceId>${id}</LogicalResourceId><ResourceType>${type}</ResourceType>${nested}
</ResourceChange></member>`;
const answer = (action: string, body: string) =>
  `<${action}Response><${action}Result>${body}</${action}Result></${action}Response>`;
const nested = '<ChangeSetId>arn:nested</ChangeSetId>';
const stackType = 'AWS::CloudFormation::Stack';

let server: Server;
let client: CloudFormationClient;
let asked: URLSearchParams[];
let rootStatus: string;
beforeEach(async () => {
  asked = [];
  rootStatus = '<Status>CREATE_COMPLETE</Status>';
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const call = new URLSearchParams(body);
      asked.push(call);
      const action = call.get('Action') ?? '';
      const isNested = call.get('ChangeSetName') === 'arn:nested';
      const changes = isNested ? change('Table', 'T') : change('Orders', stackType, nested);
      const status = isNested ? '<Status>CREATE_COMPLETE</Status>' : rootStatus;
      const described = `${status}<Changes>${changes}</Changes>`;
      response.end(answer(action, action === 'DescribeChangeSet' ? described : '<Id>arn:root</Id>'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  client = new CloudFormationClient({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
});
afterEach(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const make = (isNew: boolean) =>
  createChangeSet(client, { stackName: 's', isNew, templateUrl: 'https://x', parameters: [] });

test('an update shows what it changes within nested stacks', async () => {
  const { changes } = (await make(false)) ?? { changes: [] };
  expect(changes.map((each) => each.ResourceChange?.LogicalResourceId)).toEqual(['Orders', 'Orders/Table']);
  const [created] = asked;
  expect([created?.get('IncludeNestedStacks'), created?.get('OnStackFailure')]).toEqual(['true', null]);
});

test('a first deployment that fails is to leave nothing', async () => {
  await make(true);
  const [created] = asked;
  expect([created?.get('ChangeSetType'), created?.get('OnStackFailure')]).toEqual(['CREATE', 'DELETE']);
  expect(created?.get('IncludeNestedStacks')).toBeNull();
});

test('a template that CloudFormation refuses is told with its reason, and its change set is dropped', async () => {
  rootStatus = '<Status>FAILED</Status><StatusReason>Number of resources, 501, is too large</StatusReason>';
  await expect(make(false)).rejects.toThrow('CloudFormation refuses the template: Number of resources, 501');
  expect(asked.at(-1)?.get('Action')).toBe('DeleteChangeSet');
});

test('where nested stacks cannot be looked into it is told, and done without', async () => {
  const log = jest.spyOn(console, 'log').mockImplementation();
  rootStatus =
    '<Status>FAILED</Status><StatusReason>Nested change set arn:x was not successfully created</StatusReason>';
  await expect(make(false)).rejects.toThrow('refuses the template: Nested change set');
  const created = asked.filter((call) => call.get('Action') === 'CreateChangeSet');
  expect(created.map((call) => call.get('IncludeNestedStacks'))).toEqual(['true', null]);
  expect(log.mock.calls).toEqual([[expect.stringContaining('cannot be shown: Nested change set arn:x')]]);
  log.mockRestore();
});

test('no change is no error', async () => {
  rootStatus =
    "<Status>FAILED</Status><StatusReason>The submitted information didn't contain changes.</StatusReason>";
  expect(await make(false)).toBeUndefined();
});
