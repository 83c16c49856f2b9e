import type { Place } from '../../system.js';
import type { Located } from '../located.js';
import { stableUuid } from '../names.js';
import { displayPath, parseFile } from '../parse-file.js';
import { checkTemplate } from './check-template.js';
import { declareResources } from './declarations.js';
import { checkDependencies } from './dependencies.js';
import type { Reading, Stack } from './stack.js';

interface NewStack {
  readonly path: string;
  readonly name: string;
  readonly file: string;
  readonly ancestors: readonly Stack[];
  /** What names the template. */
  readonly place: Place | undefined;
  given(parameter: string): Located | undefined;
}

/** Reads a template and declares its resources; undefined when that cannot be, which is told. */
export function loadStack(reading: Reading, { place, ...stackOf }: NewStack): Stack | undefined {
  const template = parse(reading, stackOf.file, place);
  if (template === undefined) return undefined;
  const { region, accountId } = reading.options;
  const uuid = stableUuid(`${stackOf.name} ${stackOf.path}`);
  const stack: Stack = {
    ...stackOf,
    reading,
    template,
    id: `arn:aws:cloudformation:${region}:${accountId}:stack/${stackOf.name}/${uuid}`,
    declarations: new Map(),
    parameters: new Map(),
    conditions: new Map(),
    children: new Map(),
    includes: new Map(),
    circular: false,
  };
  checkTemplate(stack);
  declareResources(stack);
  stack.circular = !checkDependencies(stack);
  return stack;
}

function parse(reading: Reading, path: string, place: Place | undefined) {
  const { problems, options } = reading;
  const file = displayPath(options.workingDirectory, path);
  try {
    const template = parseFile({ path, file, shortTags: true }, problems);
    if (template === undefined || template.kind === 'map') return template;
    problems.add(template.place, {
      code: 'no-template',
      what: `${file} is no template`,
      remedy: 'A template is a map with Resources.',
    });
  } catch (error) {
    problems.add(place, {
      code: 'missing-file',
      what: `the template ${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`,
      remedy: 'Correct the path; the path of a nested template is relative to the template that names it.',
    });
  }
  return undefined;
}
