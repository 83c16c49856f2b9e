/**
 * `npm run conformance -- uritemplate`: the cases of uritemplate-test (RFC 6570) that the styles of OpenAPI cover,
 * through the serializers of generated clients: simple, label, matrix and form, exploded or not. Reserved, fragment and
 * path expansion and prefixes have no style. The suite is looked for in the folder that URITEMPLATE_SUITE names, else
 * in ../shared/conformance/uritemplate.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParameterFormat, serializePairs, serializePath } from '../src/runtime/client/serialize.js';

interface Group {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly testcases: readonly (readonly [template: string, expected: string | readonly string[] | false])[];
}

type Style = 'simple' | 'label' | 'matrix' | 'form';
const styles: Readonly<Record<string, Style>> = {
  '': 'simple',
  '.': 'label',
  ';': 'matrix',
  '?': 'form',
  '&': 'form',
};
const expression = /\{([.;?&]?)((?:[\w.%]+\*?)(?:,[\w.%]+\*?)*)\}/g;

/** A case is covered when each of its expressions is. */
function isCovered(template: string, expected: unknown): boolean {
  const rest = template.replaceAll(expression, '');
  return expected !== false && !/[{}]/.test(rest) && rest === encodeURI(rest);
}

/** RFC 6570 leaves out what is undefined: null, and lists and objects without members. */
function isUndefined(value: unknown): boolean {
  return (
    value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  );
}

function piece(variable: string, style: Style, values: Group['variables']): string[] {
  const explode = variable.endsWith('*');
  const name = variable.replace('*', '');
  const value = values[name];
  if (isUndefined(value)) return [];
  const format: ParameterFormat = {
    name: decodeURIComponent(name),
    in: style === 'form' ? 'query' : 'path',
    style,
    explode,
    allowReserved: false,
    json: false,
  };
  return style === 'form' ? serializePairs(format, value) : [serializePath(format, value)];
}

function expand(template: string, values: Group['variables']): string {
  return template.replaceAll(expression, (_all, operator: string, variables: string) => {
    const style = styles[operator] ?? 'simple';
    const pieces = variables.split(',').flatMap((each) => piece(each, style, values));
    if (pieces.length === 0) return '';
    return style === 'form' ? `${operator}${pieces.join('&')}` : pieces.join(style === 'simple' ? ',' : '');
  });
}

const suite = process.env.URITEMPLATE_SUITE ?? '../shared/conformance/uritemplate';
let passed = 0;
let failed = 0;
let uncovered = 0;
if (!existsSync(suite)) console.log(`skipped: there is no ${suite}; URITEMPLATE_SUITE can name the folder`);
else {
  for (const file of readdirSync(suite)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const groups = JSON.parse(readFileSync(join(suite, file), 'utf8')) as Record<string, Group>;
    for (const [group, { variables, testcases }] of Object.entries(groups)) {
      for (const [template, expected] of testcases) {
        if (!isCovered(template, expected)) {
          uncovered += 1;
          continue;
        }
        const expanded = expand(template, variables);
        if ([expected].flat().includes(expanded)) passed += 1;
        else {
          failed += 1;
          console.log(
            `${file} · ${group} · ${template}: expected ${JSON.stringify(expected)}, received ${expanded}`,
          );
        }
      }
    }
  }
  console.log(`${uncovered} cases use what no style of OpenAPI has`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
