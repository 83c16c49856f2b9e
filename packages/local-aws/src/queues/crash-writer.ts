import { writeSync } from 'node:fs';
import { fileLog } from '@atoll/embedded-dynamodb';
import { crashQueues } from './crash-queues.js';
import { createQueues } from './create-queues.js';
import { arnOf, queueUrl, systemOf } from './queues-in-memory.js';

/**
 * For the crash test, which kills it: sends, receives and deletes on the log in the given directory, and
 * writes a line before and after each step that is acknowledged.
 */
async function writeUntilKilled(directory: string, round: string): Promise<void> {
  const log = fileLog(directory);
  const queues = createQueues({ system: systemOf(crashQueues), log, queueUrl });
  await log.open();
  for (let i = 0; i < 10_000; i++) {
    const MessageBody = `${round}-${i}`;
    await queues.call('SendMessage', { QueueUrl: queueUrl('work'), MessageBody });
    say(`sent ${MessageBody}`);
    const options = { maxMessages: 3, waitS: 0, visibilityTimeoutS: 0 };
    const [message] = await queues.receive(arnOf('work'), options);
    if (message === undefined || i % 2 === 0) continue;
    say(`deleting ${message.body}`);
    await queues.remove(arnOf('work'), [message.receiptHandle]);
    say(`deleted ${message.body}`);
  }
}

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

const [directory = '', round = ''] = process.argv.slice(2);
void writeUntilKilled(directory, round);
