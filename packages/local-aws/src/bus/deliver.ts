import type { Entry } from '@atoll/embedded-dynamodb';
import { AwsError, type Functions, type Output, type Queues } from '../parts.js';
import type { TargetSpec } from '../system.js';
import type { Topics } from '../topics/create-topics.js';
import type { AcceptedEvent } from './put-events.js';
import { busNameOf, type Rule } from './rule.js';
import type { RuleSet } from './rule-set.js';
import { targetInput } from './target-input.js';

export interface DeliveryContext {
  readonly rules: RuleSet;
  readonly busNames: ReadonlySet<string>;
  readonly queues: Pick<Queues, 'enqueue'>;
  readonly functions: Pick<Functions, 'enqueue'>;
  readonly topics?: Pick<Topics, 'enqueue'>;
  readonly output: Output;
}

/** One event at one target of one rule. */
interface Delivery {
  readonly accepted: AcceptedEvent;
  readonly rule: Rule;
  readonly target: TargetSpec;
}

/** What a delivery puts into the log, and how its line of output reads. */
export interface Outcome {
  readonly entries: readonly Entry[];
  readonly to: string;
  readonly outcome: string;
}

/**
 * All that an event sets off, further buses included, as entries for one log record. Commits nothing.
 *
 * A delivery within the log fails for good or not at all, so a target's RetryPolicy finds nothing to retry.
 */
export function deliveriesOf(accepted: AcceptedEvent, context: DeliveryContext): Outcome[] {
  return onBus(accepted, context, new Set());
}

/** `passed` holds the buses that the event has come through: a rule that leads back to one of them ends there. */
function onBus(accepted: AcceptedEvent, context: DeliveryContext, passed: ReadonlySet<string>): Outcome[] {
  const { rules } = context;
  const through = new Set(passed).add(accepted.busName);
  return rules
    .on(accepted.busName)
    .filter((rule) => rule.enabled && rules.matcher(rule)(accepted.event))
    .flatMap((rule) => deliverToTargets(accepted, rule, { ...context, passed: through }));
}

type PassingContext = DeliveryContext & { readonly passed: ReadonlySet<string> };

/** The outcomes of one rule that an event sets off: by its pattern, or by its schedule. */
export function deliverToTargets(
  accepted: AcceptedEvent,
  rule: Rule,
  context: DeliveryContext & { readonly passed?: ReadonlySet<string> },
): Outcome[] {
  const passing = { ...context, passed: context.passed ?? new Set([accepted.busName]) };
  return rule.targets.flatMap((target) => deliver({ accepted, rule, target }, passing));
}

function deliver(delivery: Delivery, context: PassingContext): Outcome[] {
  const { arn } = delivery.target;
  try {
    if (arn.includes(':event-bus/')) return forward(delivery, context);
    const input = targetInput(delivery.accepted.event, delivery.target, delivery.rule);
    const entries = entriesFor(delivery, input, context);
    return [{ entries, to: targetName(arn), outcome: 'delivered' }];
  } catch (error) {
    if (error instanceof AwsError)
      return [undelivered(delivery, { code: targetErrorCode(error), message: error.message }, context)];
    if (error instanceof SyntaxError)
      return [undelivered(delivery, { code: 'INVALID_JSON', message: error.message }, context)];
    throw error;
  }
}

function entriesFor(delivery: Delivery, input: string, context: DeliveryContext): readonly Entry[] {
  const { arn } = delivery.target;
  if (arn.startsWith('arn:aws:lambda:')) return invokeEntries(delivery, input, context);
  if (context.topics !== undefined && arn.startsWith('arn:aws:sns:'))
    return context.topics.enqueue(arn, input);
  return messageEntries(delivery, input, context);
}

export function targetName(arn: string): string {
  return arn.split(/[:/]/).pop() ?? arn;
}

function forward({ accepted, target }: Delivery, context: PassingContext): Outcome[] {
  const busName = busNameOf(target.arn);
  if (!context.busNames.has(busName)) {
    throw new AwsError('ResourceNotFoundException', `Event bus ${busName} does not exist.`);
  }
  if (context.passed.has(busName)) return [];
  return onBus({ ...accepted, busName }, context, context.passed);
}

function invokeEntries(
  { accepted, target }: Delivery,
  input: string,
  context: DeliveryContext,
): readonly Entry[] {
  const { traceHeader } = accepted;
  return context.functions.enqueue(
    target.arn,
    input,
    traceHeader === undefined ? {} : { traceId: traceHeader },
  );
}

function messageEntries(
  { accepted, target }: Delivery,
  input: string,
  context: DeliveryContext,
): readonly Entry[] {
  return context.queues.enqueue(target.arn, {
    body: input,
    ...(accepted.traceHeader === undefined ? {} : { traceHeader: accepted.traceHeader }),
    ...(target.messageGroupId === undefined ? {} : { messageGroupId: target.messageGroupId }),
  });
}

/** EventBridge's codes in dead-letter messages ("Using dead-letter queues", User Guide). */
function targetErrorCode({ code }: AwsError): string {
  if (/NotFound|DoesNotExist|NonExistent/.test(code)) return 'NO_RESOURCE';
  return /Invalid|Missing|Parameter/.test(code) ? 'INVALID_PARAMETER' : 'SDK_CLIENT_ERROR';
}

interface DeliveryFailure {
  readonly code: string;
  readonly message: string;
}

/** Errors that no retry mends go to the dead-letter queue at once, the event as it came to the rule. */
function undelivered(delivery: Delivery, failure: DeliveryFailure, context: DeliveryContext): Outcome {
  const { accepted, rule, target } = delivery;
  const what = `event ${accepted.event['detail-type']} of ${accepted.event.source} did not reach ${target.arn} (rule ${rule.ruleName})`;
  const to = targetName(target.arn);
  if (target.deadLetterArn === undefined) {
    context.output.error(
      what,
      `${failure.code}: ${failure.message}; the target has no dead-letter queue, so the event is lost`,
    );
    return { entries: [], to, outcome: `lost: ${failure.code}` };
  }
  try {
    const entries = context.queues.enqueue(target.deadLetterArn, {
      body: JSON.stringify(accepted.event),
      messageAttributes: deadLetterAttributes(delivery, failure),
    });
    context.output.error(
      what,
      `${failure.code}: ${failure.message}; sent to its dead-letter queue ${target.deadLetterArn}`,
    );
    return { entries, to, outcome: `dead-letter queue: ${failure.code}` };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    context.output.error(
      what,
      `${failure.message}; its dead-letter queue ${target.deadLetterArn} failed too: ${error.message}`,
    );
    return { entries: [], to, outcome: `lost: ${failure.code}` };
  }
}

function deadLetterAttributes({ rule, target }: Delivery, failure: DeliveryFailure): Record<string, unknown> {
  const values = {
    RULE_ARN: rule.arn,
    TARGET_ARN: target.arn,
    ERROR_CODE: failure.code,
    ERROR_MESSAGE: failure.message,
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
}
