import { setMaxListeners } from 'node:events';
import { AwsError, type Mappings, StartError, type StartProblem } from '../parts.js';
import type { EventSourceMappingSpec, Json } from '../system.js';
import { Checkpoints, mappingsPart } from './checkpoints.js';
import { compileFilters } from './filter.js';
import type { MappingContext, MappingsOptions } from './mapping-context.js';
import { readQueue } from './queue-reader.js';
import { readStream } from './stream-reader.js';

/** Running batches get this long to end when local-aws closes; what is not done then is delivered again. */
const closeLimitMs = 5_000;

/**
 * Plays Lambda's event source mappings of queues and table streams.
 *
 * Errors: StartError with every mapping that has a filter or destination which is not valid.
 */
export function createMappings(options: MappingsOptions): Mappings {
  const { system, log, now = Date.now } = options;
  const filters = compileAll(system.eventSourceMappings);
  const checkpoints = new Checkpoints();
  log.join(mappingsPart, checkpoints);
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  let running: Promise<unknown>[] = [];

  function run(mapping: EventSourceMappingSpec): Promise<void> {
    const passes = filters.get(mapping) ?? (() => true);
    const context: MappingContext = { ...options, now, mapping, passes, signal: stop.signal };
    return mapping.source.kind === 'sqs' ? readQueue(context) : readStream(context, checkpoints);
  }

  return {
    list: () => system.eventSourceMappings,
    start() {
      running = system.eventSourceMappings.filter(({ enabled }) => enabled).map(run);
    },
    async close() {
      stop.abort();
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, closeLimitMs);
      });
      await Promise.race([Promise.allSettled(running), limit]);
      clearTimeout(timer);
    },
  };
}

type Filters = ReadonlyMap<EventSourceMappingSpec, (record: Json) => boolean>;

function compileAll(mappings: readonly EventSourceMappingSpec[]): Filters {
  const problems: StartProblem[] = [];
  const filters = new Map<EventSourceMappingSpec, (record: Json) => boolean>();
  for (const mapping of mappings) {
    try {
      filters.set(mapping, compileFilters(mapping));
    } catch (error) {
      if (!(error instanceof AwsError || error instanceof SyntaxError)) throw error;
      problems.push({
        place: mapping.place,
        code: 'filter-pattern',
        what: `a filter of the event source mapping ${mapping.logicalId} is not valid: ${error.message}`,
        remedy: 'write the pattern as "Lambda event filtering" in the Lambda Developer Guide has it',
      });
    }
    if (mapping.onFailureArn !== undefined && !mapping.onFailureArn.includes(':sqs:')) {
      problems.push({
        place: mapping.place,
        code: 'on-failure',
        what: `the OnFailure destination ${mapping.onFailureArn} of ${mapping.logicalId} is not a queue`,
        remedy: 'name an SQS queue: local-aws plays no other destination of stream mappings',
      });
    }
  }
  if (problems.length > 0) throw new StartError(problems);
  return filters;
}
