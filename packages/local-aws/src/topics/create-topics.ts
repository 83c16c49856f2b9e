import { randomUUID } from 'node:crypto';
import type { CommitLog, Entry } from '@atoll/embedded-dynamodb';
import { AwsError, type Functions, type Output, type Queues } from '../parts.js';
import type { SubscriptionSpec, System } from '../system.js';
import { compileFilter } from './filter-policy.js';
import { readMessage, type TopicMessage } from './message.js';
import { functionEvent, type Notification, queueMessage } from './notification.js';

export interface TopicsOptions {
  readonly system: Pick<System, 'topics' | 'subscriptions'>;
  readonly log: CommitLog;
  readonly queues: Pick<Queues, 'enqueue'>;
  readonly functions: Pick<Functions, 'enqueue'>;
  readonly output: Pick<Output, 'event' | 'error'>;
  readonly now?: () => number;
}

export interface Topics {
  /** One SNS API action on decoded input. Errors: AwsError. */
  call(action: string, input: unknown): Promise<unknown>;
  /** Entries that give a text to the subscribers once committed. Errors: AwsError. */
  enqueue(topicArn: string, text: string): readonly Entry[];
}

type Input = Readonly<Record<string, unknown>>;

interface Subscriber {
  readonly subscription: SubscriptionSpec;
  readonly wants: (message: TopicMessage) => boolean;
}

const mostEntries = 10;

class LocalTopics implements Topics {
  readonly #options: TopicsOptions;
  readonly #now: () => number;
  readonly #subscribers: ReadonlyMap<string, readonly Subscriber[]>;

  constructor(options: TopicsOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    const { topics, subscriptions } = options.system;
    this.#subscribers = new Map(
      topics.map(({ arn }) => [
        arn,
        subscriptions
          .filter(({ topicArn }) => topicArn === arn)
          .map((subscription) => ({ subscription, wants: compileFilter(subscription) })),
      ]),
    );
  }

  async call(action: string, given: unknown): Promise<unknown> {
    const input = given as Input;
    if (action === 'Publish') return this.#publish(input);
    if (action === 'PublishBatch') return this.#publishBatch(input);
    if (action === 'ListTopics')
      return { Topics: this.#options.system.topics.map(({ arn }) => ({ TopicArn: arn })) };
    if (action === 'ListSubscriptionsByTopic')
      return { Subscriptions: this.#of(input).map(({ subscription }) => shown(subscription)) };
    throw new AwsError(
      'InvalidAction',
      `SNS has no ${action} in local-aws; it plays ListSubscriptionsByTopic, ListTopics, Publish, PublishBatch.`,
    );
  }

  #of({ TopicArn, TargetArn }: Input): readonly Subscriber[] {
    const arn = TopicArn ?? TargetArn;
    const found = typeof arn === 'string' ? this.#subscribers.get(arn) : undefined;
    if (found === undefined) throw new AwsError('NotFound', 'Topic does not exist', { statusCode: 404 });
    return found;
  }

  async #publish(input: Input): Promise<{ MessageId: string }> {
    const published = this.#deliver(this.#of(input), readMessage(input));
    await this.#options.log.durable();
    return { MessageId: published };
  }

  async #publishBatch(input: Input): Promise<unknown> {
    const subscribers = this.#of(input);
    const entries = (input.PublishBatchRequestEntries ?? []) as readonly Input[];
    const ids = new Set(entries.map(({ Id }) => Id));
    if (entries.length === 0)
      throw new AwsError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
    if (entries.length > mostEntries)
      throw new AwsError(
        'TooManyEntriesInBatchRequest',
        'The batch request contains more entries than permissible.',
      );
    if (ids.size < entries.length)
      throw new AwsError(
        'BatchEntryIdsNotDistinct',
        'Two or more batch entries in the request have the same Id.',
      );
    const results = entries.map((entry) => this.#batched(subscribers, entry));
    await this.#options.log.durable();
    return {
      Successful: results.filter((each) => 'MessageId' in each),
      Failed: results.filter((each) => 'Code' in each),
    };
  }

  #batched(subscribers: readonly Subscriber[], entry: Input): object {
    try {
      return { Id: entry.Id, MessageId: this.#deliver(subscribers, readMessage(entry)) };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { Id: entry.Id, Code: error.code, Message: error.message, SenderFault: true };
    }
  }

  enqueue(topicArn: string, text: string): readonly Entry[] {
    return this.#notify(this.#of({ TopicArn: topicArn }), readMessage({ Message: text })).entries;
  }

  /** What is acknowledged is with all subscribers: their messages and invocations are one record of the log. */
  #deliver(subscribers: readonly Subscriber[], message: TopicMessage): string {
    const { messageId, entries } = this.#notify(subscribers, message);
    if (entries.length > 0) this.#options.log.commit(entries);
    return messageId;
  }

  #notify(
    subscribers: readonly Subscriber[],
    message: TopicMessage,
  ): { messageId: string; entries: readonly Entry[] } {
    const messageId = randomUUID();
    const publishedMs = this.#now();
    const entries = subscribers.flatMap(({ subscription, wants }) =>
      wants(message) ? this.#entries({ message, messageId, subscription, publishedMs }) : [],
    );
    return { messageId, entries };
  }

  #entries(notification: Notification): readonly Entry[] {
    const { queues, functions, output } = this.#options;
    const { protocol, endpoint, topicArn } = notification.subscription;
    const name = topicArn.split(':').at(-1) ?? topicArn;
    const told = (to: string, outcome: string) =>
      output.event({ kind: 'event', name, to, outcome, durationMs: this.#now() - notification.publishedMs });
    const to = endpoint.split(':').at(-1) ?? endpoint;
    if (protocol !== 'sqs' && protocol !== 'lambda') {
      told(endpoint, `not sent: nothing here sends ${protocol}`);
      return [];
    }
    const entries =
      protocol === 'sqs'
        ? queues.enqueue(endpoint, queueMessage(notification))
        : functions.enqueue(endpoint, functionEvent(notification), {});
    told(to, 'delivered');
    return entries;
  }
}

function shown({ arn, topicArn, protocol, endpoint }: SubscriptionSpec) {
  const owner = topicArn.split(':')[4] ?? '';
  return { SubscriptionArn: arn, Owner: owner, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn };
}

/** Plays SNS: topics whose subscribers are queues and functions. */
export function createTopics(options: TopicsOptions): Topics {
  return new LocalTopics(options);
}
