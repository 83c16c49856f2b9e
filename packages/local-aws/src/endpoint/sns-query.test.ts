import { AwsError } from '../parts.js';
import { type ListeningEndpoint, listeningEndpoint } from './listening-endpoint.js';

let endpoint: ListeningEndpoint;
let seen: unknown[];
let answer: unknown;

beforeEach(async () => {
  seen = [];
  endpoint = await listeningEndpoint({
    topics: {
      async call(action, input) {
        seen.push([action, input]);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
  });
});
afterEach(() => endpoint.close());

async function send(form: Record<string, string>) {
  const body = new URLSearchParams({ Version: '2010-03-31', ...form });
  const response = await fetch(endpoint.url, { method: 'POST', body });
  return { status: response.status, text: await response.text() };
}

test('a message with attributes is published as SDKs send it', async () => {
  answer = { MessageId: 'm' };
  const { status, text } = await send({
    Action: 'Publish',
    TopicArn: 'arn',
    Message: 'hello',
    'MessageAttributes.entry.2.Name': 'n',
    'MessageAttributes.entry.2.Value.DataType': 'Number',
    'MessageAttributes.entry.2.Value.StringValue': '1',
    'MessageAttributes.entry.10.Name': 's',
    'MessageAttributes.entry.10.Value.DataType': 'String',
    'MessageAttributes.entry.10.Value.StringValue': 'a&b',
  });
  expect(seen).toEqual([
    [
      'Publish',
      {
        TopicArn: 'arn',
        Message: 'hello',
        MessageAttributes: {
          n: { DataType: 'Number', StringValue: '1' },
          s: { DataType: 'String', StringValue: 'a&b' },
        },
      },
    ],
  ]);
  expect(status).toBe(200);
  expect(text).toMatch(
    /^<\?xml version="1.0"\?>\n<PublishResponse xmlns="http:\/\/sns.amazonaws.com\/doc\/2010-03-31\/"><PublishResult><MessageId>m<\/MessageId><\/PublishResult><ResponseMetadata><RequestId>/,
  );
});

test('a batch has its entries in their order, and an answer its lists as members', async () => {
  answer = { Successful: [{ Id: 'a', MessageId: 'm<' }], Failed: [] };
  const { text } = await send({
    Action: 'PublishBatch',
    TopicArn: 'arn',
    'PublishBatchRequestEntries.member.10.Id': 'b',
    'PublishBatchRequestEntries.member.2.Id': 'a',
    'PublishBatchRequestEntries.member.2.MessageAttributes.entry.1.Name': 'n',
    'PublishBatchRequestEntries.member.2.MessageAttributes.entry.1.Value.DataType': 'String',
  });
  expect(seen[0]).toEqual([
    'PublishBatch',
    {
      TopicArn: 'arn',
      PublishBatchRequestEntries: [
        { Id: 'a', MessageAttributes: { n: { DataType: 'String' } } },
        { Id: 'b' },
      ],
    },
  ]);
  expect(text).toContain(
    '<PublishBatchResult><Successful><member><Id>a</Id><MessageId>m&#60;</MessageId></member></Successful><Failed></Failed></PublishBatchResult>',
  );
});

test('an error has its code in the XML', async () => {
  answer = new AwsError('NotFound', 'Topic does not exist', { statusCode: 404 });
  const { status, text } = await send({ Action: 'Publish', TopicArn: 'arn' });
  expect([status, text]).toEqual([
    404,
    expect.stringContaining('<Code>NotFound</Code><Message>Topic does not exist</Message>'),
  ]);
});
