import type { Json, TargetSpec } from '../system.js';
import type { BusEvent } from './bus-event.js';
import { compileJsonPath } from './json-path.js';
import type { Rule } from './rule.js';

/**
 * What a target gets of an event: its constant input, the part that InputPath selects, the filled template, or the
 * event itself; always JSON text. Error: SyntaxError when a template does not make JSON of this event.
 */
export function targetInput(event: BusEvent, target: TargetSpec, rule: Rule): string {
  if (target.input !== undefined) return target.input;
  if (target.inputPath !== undefined) {
    return JSON.stringify(compileJsonPath(target.inputPath)(event) ?? null);
  }
  if (target.inputTransformer === undefined) return JSON.stringify(event);
  const text = fill(
    target.inputTransformer.template,
    variables(event, target.inputTransformer.pathsMap, rule),
  );
  if (!isJsonText(text)) throw new SyntaxError(`the input template does not make valid JSON: ${text}`);
  return text;
}

const targetServices =
  /^arn:aws[\w-]*:(sqs:[^:]*:[^:]*:|sns:[^:]*:[^:]*:|lambda:[^:]*:[^:]*:function:|events:[^:]*:[^:]*:event-bus\/)/;

/** Finds what is wrong with a target before any event comes. Error: SyntaxError. */
export function checkTarget(target: TargetSpec): void {
  if (!targetServices.test(target.arn)) {
    throw new SyntaxError(
      `target ${target.id} is neither a queue nor a topic nor a function nor an event bus: ${target.arn}`,
    );
  }
  if (target.input !== undefined && !isJson(target.input)) {
    throw new SyntaxError(`the Input of target ${target.id} is not JSON`);
  }
  if (target.inputPath !== undefined) compileJsonPath(target.inputPath);
  for (const [name, path] of Object.entries(target.inputTransformer?.pathsMap ?? {})) {
    if (name.startsWith('AWS'))
      throw new SyntaxError(`the variable '${name}' starts with AWS, which is reserved`);
    compileJsonPath(path);
  }
}

function variables(
  event: BusEvent,
  pathsMap: Readonly<Record<string, string>>,
  rule: Rule,
): ReadonlyMap<string, Json> {
  const { detail: _detail, ...withoutDetail } = event;
  const found = new Map<string, Json>([
    ['aws.events.rule-arn', rule.arn],
    ['aws.events.rule-name', rule.ruleName],
    ['aws.events.event.ingestion-time', event.time],
    ['aws.events.event', withoutDetail],
    ['aws.events.event.json', event],
  ]);
  for (const [name, path] of Object.entries(pathsMap)) {
    const value = compileJsonPath(path)(event);
    if (value !== undefined) found.set(name, value);
  }
  return found;
}

/** Inside quotes a placeholder becomes text of that string, elsewhere a JSON value; an unknown one is empty. */
function fill(template: string, values: ReadonlyMap<string, Json>): string {
  const isText = template.trimStart().startsWith('"');
  let isQuoted = false;
  return template.replace(/\\.|"|<([\w.-]+)>/gs, (token, name: string | undefined) => {
    if (token === '"') isQuoted = !isQuoted;
    if (name === undefined) return token;
    const value = values.get(name) ?? '';
    return isQuoted ? quotedValue(value, isText) : JSON.stringify(value);
  });
}

/** In a template that is text alone, EventBridge drops the quotes of an object that it prints. */
function quotedValue(value: Json, isText: boolean): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const shown = isText && typeof value === 'object' ? text.replaceAll('"', '') : text;
  return JSON.stringify(shown).slice(1, -1);
}

/** One JSON value, or text of several lines, each one a JSON string. */
function isJsonText(text: string): boolean {
  return isJson(text) || text.split(/\r?\n/).every((line) => line.trim() === '' || isJson(line));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
