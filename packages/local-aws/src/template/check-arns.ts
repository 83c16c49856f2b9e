import type { Place } from '../system.js';
import type { Reading } from './stack/stack.js';

/** Tells ARNs and buses that no resource of the system has: what is sent there would vanish. */
export function checkArns(reading: Reading): void {
  const { functions, tables, queues, buses, rules, eventSourceMappings } = reading.parts;
  const queueArns = new Set(queues.map((each) => each.arn));
  const { region, accountId } = reading.options;
  const targetArns = new Set([
    `arn:aws:events:${region}:${accountId}:event-bus/default`,
    ...queueArns,
    ...functions.map((each) => each.arn),
    ...buses.map((each) => each.arn),
    ...reading.parts.topics.map((each) => each.arn),
  ]);
  const streams = new Set(tables.filter((each) => each.create.StreamSpecification).map((each) => each.arn));
  const busNames = new Set(['default', ...buses.map((each) => each.busName)]);
  const known = (set: ReadonlySet<string>, arn: string | undefined, at: { place: Place; what: string }) => {
    if (arn !== undefined && arn !== '' && !set.has(arn)) tell(reading, at, arn);
  };
  for (const { redrive, place, logicalId } of queues)
    known(queueArns, redrive?.deadLetterArn, { place, what: `the dead-letter queue of ${logicalId}` });
  for (const { deadLetterArn, place, logicalId } of functions)
    known(queueArns, deadLetterArn, { place, what: `the dead-letter queue of ${logicalId}` });
  for (const { busName, targets, place, logicalId } of rules) {
    known(busNames, busName, { place, what: `the event bus of ${logicalId}` });
    for (const { arn, deadLetterArn, id } of targets) {
      known(targetArns, arn, { place, what: `the target ${id} of ${logicalId}` });
      known(queueArns, deadLetterArn, { place, what: `the dead-letter queue of ${logicalId}` });
    }
  }
  const functionArns = new Set(functions.map((each) => each.arn));
  for (const { functionArn, source, onFailureArn, place, logicalId } of eventSourceMappings) {
    known(functionArns, functionArn, { place, what: `the function of ${logicalId}` });
    known(source.kind === 'sqs' ? queueArns : streams, source.arn, {
      place,
      what: `the source of ${logicalId}`,
    });
    known(queueArns, onFailureArn, { place, what: `the destination of ${logicalId}` });
  }
  const topicArns = new Set(reading.parts.topics.map((each) => each.arn));
  for (const { topicArn, protocol, endpoint, place, logicalId } of reading.parts.subscriptions) {
    known(topicArns, topicArn, { place, what: `the topic of ${logicalId}` });
    const subscribers = protocol === 'sqs' ? queueArns : protocol === 'lambda' ? functionArns : undefined;
    if (subscribers !== undefined)
      known(subscribers, endpoint, { place, what: `the endpoint of ${logicalId}` });
  }
}

function tell({ problems }: Reading, { place, what }: { place: Place; what: string }, arn: string): void {
  problems.add(place, {
    code: 'unknown-arn',
    what: `${what}, ${arn}, is no resource of the system`,
    remedy: 'Correct it (!GetAtt Queue.Arn), or declare the resource.',
  });
}
