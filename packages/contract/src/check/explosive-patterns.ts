import { childrenOf } from '../children-of.js';
import type { Schema } from '../model.js';
import { explosion } from './patterns/explosive.js';
import type { Rule } from './style/rule.js';

/** Every schema of the contract, each once. */
function allSchemas({ contract }: Parameters<Rule>[0]): ReadonlySet<Schema> {
  const operations = contract.operations.flatMap((each) => [each, ...each.callbacks]);
  const described = operations.flatMap(({ parameters, responses }) => [
    ...parameters,
    ...responses.flatMap((each) => [...each.headers.values()]),
  ]);
  const content = operations.flatMap(({ requestBody, responses }) => [
    ...(requestBody?.content ?? []),
    ...responses.flatMap((each) => each.content),
  ]);
  const media = [...content, ...described.flatMap((each) => each.content ?? [])];
  const roots = [...described, ...media].flatMap(({ schema }) => schema ?? []);
  const all = new Set([
    ...contract.schemas.values(),
    ...contract.events.map(({ detail }) => detail),
    ...roots,
  ]);
  for (const schema of all) for (const child of childrenOf(schema)) all.add(child);
  return all;
}

/** Patterns on which a backtracking engine can be kept busy by whoever sends the text. */
export const checkExplosivePatterns: Rule = (subject) => {
  const { document, diagnostics } = subject;
  for (const { place, pattern, patternProperties } of allSchemas(subject)) {
    const { file, line, column, pointer } = place;
    const keys = { file, line, column, pointer: `${pointer}/patternProperties` };
    const patterns = [
      ...(pattern === undefined ? [] : [[pattern, document.fieldPlace(place, 'pattern')] as const]),
      ...Array.from(patternProperties?.keys() ?? [], (key) => [key, document.fieldPlace(keys, key)] as const),
    ];
    for (const [source, where] of patterns) {
      const found = explosion(source);
      if (found === undefined) continue;
      const text = JSON.stringify(found.repeated);
      const what = `the pattern ${source} takes ${found.growth} time on text that repeats ${text} and does not match`;
      diagnostics.warning('explosive-pattern', where, what);
    }
  }
};
