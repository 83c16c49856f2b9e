import {
  type CloudFormationClient,
  DescribeStackEventsCommand,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';

const nestedType = 'AWS::CloudFormation::Stack';
const verbs: Readonly<Record<string, string>> = { CREATE: 'made', UPDATE: 'changed', DELETE: 'removed' };
/** A person who sees nothing for longer asks whether it hangs. */
const quietMs = 30_000;

/** One event as a line of progress. Undefined for what only begins, and for the stack's own events. */
export function lineOf(event: StackEvent, path: string): string | undefined {
  const { ResourceStatus = '', ResourceStatusReason = '', ResourceType = '' } = event;
  if (event.PhysicalResourceId === event.StackId) return undefined;
  if (ResourceStatus.endsWith('_FAILED'))
    return `  ✗ ${path} (${ResourceType}) ${ResourceStatus}: ${ResourceStatusReason || 'no reason is given'}`;
  const verb = /^(CREATE|UPDATE|DELETE)_COMPLETE$/.exec(ResourceStatus)?.[1];
  return verb === undefined ? undefined : `  ✓ ${verbs[verb]} ${path}`;
}

/** Tells what a stack and its nested stacks do from now on: a line for each resource that is done, on a terminal also what runs. */
export class StackProgress {
  readonly #client: CloudFormationClient;
  readonly #tell: (line: string) => void;
  readonly #terminal: NodeJS.WriteStream | undefined;
  /** Of each stack the path that stands before its resources. */
  readonly #stacks: Map<string, string>;
  readonly #seen = new Set<string>();
  readonly #running = new Map<string, number>();
  #since: Date | undefined;
  #toldMs = performance.now();

  constructor(
    client: CloudFormationClient,
    stackId: string,
    { tell = console.log, stream = process.stdout as NodeJS.WriteStream } = {},
  ) {
    this.#client = client;
    this.#stacks = new Map([[stackId, '']]);
    this.#tell = tell;
    this.#terminal = stream.isTTY ? stream : undefined;
  }

  /** Passes over what has happened until now. */
  async begin(): Promise<void> {
    for (const [stackId] of this.#stacks)
      for (const { EventId = '' } of await this.#page(stackId)) this.#seen.add(EventId);
  }

  /** The time of the first event since `begin`, by the clock of AWS. */
  get since(): Date | undefined {
    return this.#since;
  }

  async #page(stackId: string): Promise<readonly StackEvent[]> {
    // The newest hundred: it is asked every second, and more than that do not happen in one.
    const { StackEvents = [] } = await this.#client.send(
      new DescribeStackEventsCommand({ StackName: stackId }),
    );
    return StackEvents;
  }

  #take(event: StackEvent, prefix: string): void {
    const { EventId = '', PhysicalResourceId = '', ResourceStatus = '', Timestamp } = event;
    const isNew = this.#since === undefined || (Timestamp ?? this.#since) >= this.#since;
    if (this.#seen.has(EventId) || !isNew) return;
    this.#seen.add(EventId);
    this.#since ??= Timestamp;
    const path = `${prefix}${event.LogicalResourceId ?? ''}`;
    if (
      event.ResourceType === nestedType &&
      PhysicalResourceId !== '' &&
      PhysicalResourceId !== event.StackId
    )
      this.#stacks.set(PhysicalResourceId, `${path}/`);
    if (ResourceStatus.endsWith('_IN_PROGRESS')) this.#running.set(path, performance.now());
    else this.#running.delete(path);
    const line = lineOf(event, path);
    if (line !== undefined) this.#say(line);
  }

  #say(line: string): void {
    this.#terminal?.write('\r\u001b[2K');
    this.#tell(line);
    this.#toldMs = performance.now();
  }

  #now(): string {
    const seconds = (sinceMs: number) => `${Math.round((performance.now() - sinceMs) / 1000)} s`;
    return [...this.#running].map(([path, sinceMs]) => `${path} ${seconds(sinceMs)}`).join(', ');
  }

  /** Reads and tells what is new. */
  async step(): Promise<void> {
    for (const [stackId, prefix] of this.#stacks)
      for (const event of (await this.#page(stackId)).toReversed()) this.#take(event, prefix);
    const running = this.#now();
    if (this.#terminal !== undefined)
      this.#terminal.write(`\r\u001b[2K  … ${running}`.slice(0, this.#terminal.columns + 4));
    else if (performance.now() - this.#toldMs > quietMs && running !== '') this.#say(`  … ${running}`);
  }

  end(): void {
    this.#terminal?.write('\r\u001b[2K');
  }
}
