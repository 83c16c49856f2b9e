import type { Place, Resource } from '../system.js';
import { checkArns } from './check-arns.js';
import { checkIntegrations } from './check-integrations.js';
import { checkQueues } from './check-queues.js';
import { checkRoles } from './check-roles.js';
import { checkRoutes } from './check-routes.js';
import { implicitApiId, implicitHttpApiId } from './stack/declarations.js';
import type { Reading, Stack } from './stack/stack.js';

/** Tells what no template can tell alone: the same name twice, the same route twice, an ARN that leads nowhere. */
export function checkSystem(reading: Reading, stacks: readonly Stack[]): void {
  const { functions, tables, queues, topics, buses, rules, parameters } = reading.parts;
  checkLogicalIds(reading, stacks);
  unique(
    reading,
    'function',
    namesOf(functions, (each) => each.functionName),
  );
  unique(
    reading,
    'table',
    namesOf(tables, (each) => each.tableName),
  );
  unique(
    reading,
    'queue',
    namesOf(queues, (each) => each.queueName),
  );
  unique(
    reading,
    'topic',
    namesOf(topics, (each) => each.topicName),
  );
  unique(
    reading,
    'event bus',
    namesOf(buses, (each) => each.busName),
  );
  unique(
    reading,
    'rule',
    namesOf(rules, (each) => `${each.busName}/${each.ruleName}`),
  );
  unique(
    reading,
    'SSM parameter',
    namesOf(parameters, (each) => each.name),
  );
  checkRoutes(reading);
  checkArns(reading);
  checkQueues(reading);
  checkRoles(reading);
  checkIntegrations(reading);
}

/** `sam local` finds functions and APIs by their logical ids over all stacks, and takes the first of that name. */
function checkLogicalIds({ problems }: Reading, stacks: readonly Stack[]): void {
  const seen = new Map<string, string>();
  const declarations = stacks.flatMap((stack) => [...stack.declarations.values()]);
  for (const { type, logicalId, place, stack } of declarations) {
    if (!/^AWS::Serverless::(Function|Api|HttpApi)$/.test(type)) continue;
    // The name of the implicit API is SAM's own.
    if (logicalId === implicitApiId || logicalId === implicitHttpApiId) continue;
    const first = seen.get(logicalId);
    if (first !== undefined)
      problems.add(place, {
        code: 'duplicate-logical-id',
        what: `${logicalId} is declared in ${stack.path || 'the root'} and in ${first}: sam local would answer with the first one`,
        remedy: `Give it a name of its own: ${stack.path.split('/').at(-1) ?? ''}${logicalId}.`,
      });
    else seen.set(logicalId, stack.path || 'the root');
  }
}

type Named = readonly [name: string, resource: Resource];

function namesOf<T extends Resource>(resources: readonly T[], nameOf: (resource: T) => string): Named[] {
  return resources.map((each) => [nameOf(each), each]);
}

function unique({ problems }: Reading, kind: string, named: readonly Named[]): void {
  const seen = new Map<string, Place>();
  for (const [name, resource] of named) {
    const first = seen.get(name);
    if (first !== undefined)
      problems.add(resource.place, {
        code: 'duplicate-name',
        what: `the ${kind} ${name} exists already: ${first.file}:${first.line}:${first.column}`,
        remedy: 'Give one of them another name.',
      });
    else seen.set(name, resource.place);
  }
}
