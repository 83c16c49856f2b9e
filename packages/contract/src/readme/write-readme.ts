import type { Contract, EventType, Operation } from '../model.js';
import { furtherReading } from '../write/markdown/further-reading.js';
import { firstCall } from './first-call.js';

/** Text in a table's cell: one line, and no bar that would end the cell. */
function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}

function scopesOf({ security }: Operation): string {
  const alternatives = security.map((requirement) => {
    const scopes = [...requirement.values()].flat();
    return scopes.length > 0 ? scopes.map((each) => `\`${each}\``).join(' ') : 'any token';
  });
  return alternatives.length === 0 ? 'nothing' : alternatives.join(' or ');
}

function operationRow(operation: Operation): string {
  const { operationId, method, path, summary, deprecated, sunset, externalDocs } = operation;
  const until = sunset === undefined ? '' : ` until ${sunset}`;
  const about =
    `${deprecated ? `deprecated${until}: ` : ''}${cell(summary ?? '')} ${furtherReading(externalDocs)}`.trim();
  return `| \`${operationId}\` | \`${method.toUpperCase()} ${path}\` | ${scopesOf(operation)} | ${about} |\n`;
}

function operationsText({ operations }: Contract): string {
  if (operations.length === 0) return '';
  return `## Operations
| operation | request | needs | |
|---|---|---|---|
${operations.map(operationRow).join('')}
A result is told apart by its \`status\`. No answer in time, no connection, an open circuit and an answer that the
contract does not declare are \`ClientError\`s.
`;
}

function eventRow({ name, summary, deprecated }: EventType): string {
  return `| \`${name}\` | ${deprecated ? 'deprecated: ' : ''}${cell(summary ?? '')} |\n`;
}

function eventsText({ events }: Contract, packageName: string): string {
  if (events.length === 0) return '';
  return `
## Events
From \`${packageName}/events\`, each with its name, its source and the codec of its detail:

| event | |
|---|---|
${events.map(eventRow).join('')}`;
}

/** The README of a client's package: what it is, how to get it, a first call, and everything that it offers. */
export function writeReadme(contract: Contract, packageName: string): string {
  const { service, description, externalDocs, version } = contract;
  const more = furtherReading(externalDocs);
  const call = firstCall(contract, packageName);
  const example = call === undefined ? '' : `\`\`\`ts\n${call}\`\`\`\n\n`;
  return `# ${packageName}

${description === undefined ? '' : `${description.trim()}\n\n`}${more === '' ? '' : `${more}\n\n`}The typed client of ${service}, generated from version ${version} of its contract, \`openapi.yaml\`, which is in this
package. It runs in Node and in browsers.

\`\`\`sh
npm install ${packageName}
\`\`\`

${example}${operationsText(contract)}${eventsText(contract, packageName)}`;
}
