import { memoryLog } from '@atoll/embedded-dynamodb';
import { createTablesOf } from '../create-tables-of.js';
import { joinParts } from '../join-parts.js';
import { createOutput } from '../output/create-output.js';
import { counted } from '../output/ready-block.js';
import { readLocalSystem, type SystemOptions } from '../read-local-system.js';
import type { Resource, System } from '../system.js';

/** Where the parts would answer after a start with the default ports; nothing listens there for a check. */
const urls = {
  apiUrl: 'http://127.0.0.1:3000',
  endpointUrl: 'http://127.0.0.1:4566',
  issuerUrl: 'http://127.0.0.1:4566/issuer',
};

const kinds = [
  ['API', 'apis'],
  ['HTTP API', 'httpApis'],
  ['function', 'functions'],
  ['table', 'tables'],
  ['queue', 'queues'],
  ['topic', 'topics'],
  ['event bus', 'buses'],
  ['rule', 'rules'],
  ['event source mapping', 'eventSourceMappings'],
  ['parameter', 'parameters'],
  ['API key', 'apiKeys'],
  ['usage plan', 'usagePlans'],
] as const;

const nameOf = ({ stack, logicalId }: Resource) => (stack === '' ? logicalId : `${stack}/${logicalId}`);

/** One line for each kind of resource: how many, and which. */
function contents(system: System): string {
  return kinds
    .map(([noun, key]) => [noun, system[key]] as const)
    .filter(([, resources]) => resources.length > 0)
    .map(([noun, resources]) => `${counted(resources.length, noun)}: ${resources.map(nameOf).join(', ')}\n`)
    .join('');
}

/** `local-aws check`: reads the templates, makes every part and the tables in memory, and starts none. Errors: StartError. */
export async function check(options: SystemOptions): Promise<number> {
  const system = readLocalSystem(options, urls);
  const output = createOutput({ stdout: process.stdout, stderr: process.stderr });
  const log = memoryLog();
  const { tables } = joinParts({ system, log, urls, output, watch: false, throttle: true, inspect: {} });
  await log.open();
  try {
    await createTablesOf(system.tables, tables);
  } finally {
    tables.close();
  }
  process.stdout.write(contents(system));
  return 0;
}
