import { operationRules, swappedLevels } from './operation-rules.js';
import type { Effect } from './rule.js';
import { schemaRules } from './schema-rules.js';

/** What an effect means for what is read (requests) and for what is written (responses). */
const levels: Readonly<Record<Effect, readonly [string, string]>> = {
  tightened: ['breaking', 'neutral'],
  loosened: ['additive', 'breaking'],
  released: ['additive, caution', 'breaking'],
  decided: ['breaking unless contained', 'breaking unless contained'],
  extended: ['additive', 'additive'],
  demanded: ['breaking', 'additive'],
  dropped: ['neutral, caution', 'neutral, caution'],
  withdrawn: ['neutral, caution', 'breaking'],
  meaning: ['breaking', 'breaking'],
  note: ['neutral', 'neutral'],
  broken: ['breaking', 'breaking'],
};

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** The rules as the tables of docs/compatibility.md. */
export function printRules(): string {
  const schemas = schemaRules.map(({ id, effect, about }) => {
    const [read, written] = levels[effect];
    return `| \`${id}\` | ${cell(about)} | ${read} | ${written} |`;
  });
  const operations = operationRules.map(({ id, about, level, caution }) => {
    const swapped = swappedLevels[id] ?? level;
    const cautious = caution === true && swapped !== 'breaking' ? ', caution' : '';
    return `| \`${id}\` | ${cell(about)} | ${level}${caution === true ? ', caution' : ''} | ${swapped}${cautious} |`;
  });
  return [
    '### Schemas\n',
    '| Rule | What changed | In requests | In responses |\n|---|---|---|---|',
    ...schemas,
    '\n### Operations, messages and the document\n',
    '| Rule | What changed | Level | In webhooks and callbacks |\n|---|---|---|---|',
    ...operations,
    '',
  ].join('\n');
}
