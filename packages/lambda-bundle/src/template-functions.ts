import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';

/** A function whose code is built: `CodeUri: dist/<name>`. */
export interface TemplateFunction {
  readonly name: string;
  /** `template.yaml:12:16`, where the value of its CodeUri stands. */
  readonly place: string;
}

/**
 * Reads this one property as text: it is all that is needed, it is written on one line in every style of YAML and
 * JSON, and CloudFormation's tags need a reader of their own.
 */
const codeUri = /(?<![\w-])["']?CodeUri["']?\s*:\s*["']?(?=\S)(?<path>(?:\.\/)?dist\/(?<name>[\w.-]+))/d;

/** The bundled functions of `directory/template.yaml`, in its order. Error: there is no such file. */
export function templateFunctions(directory: string): TemplateFunction[] {
  const file = resolve(directory, 'template.yaml');
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .flatMap((line, index) => {
      const match = codeUri.exec(line.replace(/^\s*#.*/, ''));
      const name = match?.groups?.name;
      const column = (match?.indices?.groups?.path?.[0] ?? 0) + 1;
      return name === undefined
        ? []
        : [{ name, place: `${relative(process.cwd(), file)}:${index + 1}:${column}` }];
    });
}
