import type { Located } from '../located.js';
import type { Problems } from '../problems.js';

/** CloudFormation refuses a template with a null anywhere; in YAML it is a key without a value. */
export function checkNulls(node: Located, problems: Problems): void {
  if (node.kind === 'scalar' && node.value === null)
    problems.add(node.place, {
      code: 'null-value',
      what: "'null' values are not allowed in templates",
      remedy: 'Give the key a value, or remove it.',
    });
  if (node.kind === 'list') for (const item of node.items) checkNulls(item, problems);
  if (node.kind === 'map') for (const value of node.entries.values()) checkNulls(value, problems);
}
