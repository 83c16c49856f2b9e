import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve as resolvePath } from 'node:path';
import type { FunctionSpec } from '../../system.js';
import type { Fields } from '../fields.js';
import { displayPath } from '../parse-file.js';
import type { Declaration } from '../stack/stack.js';

type Code = Pick<FunctionSpec, 'codeDir' | 'entryPoint'>;

/** Where a function's code is: the folder `CodeUri`, and for a bundle `dist/<name>` its source `src/<name>.ts`. */
export function readCode({ stack }: Declaration, fields: Fields): Code | undefined {
  fields.require('CodeUri');
  const uri = fields.string('CodeUri');
  if (uri === undefined) return undefined;
  if (/^\w+:\/\//.test(uri)) {
    fields.unsupported('CodeUri', `'${uri}' is not on this machine`);
    return undefined;
  }
  const templateDir = dirname(stack.file);
  const codeDir = resolvePath(templateDir, uri);
  const [, name] = /^(?:\.\/)?dist\/([^/]+)\/?$/.exec(uri) ?? [];
  const entryPoint = name === undefined ? undefined : join(templateDir, 'src', `${name}.ts`);
  if (entryPoint !== undefined && existsSync(entryPoint)) return { codeDir, entryPoint };
  const stats = statSync(codeDir, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return { codeDir };
  if (stats !== undefined) {
    fields.unsupported('CodeUri', `'${uri}' is no folder`);
    return undefined;
  }
  fields.problems.add(fields.placeOf('CodeUri'), {
    code: 'missing-code',
    what: `there is no folder ${displayPath(stack.reading.options.workingDirectory, codeDir)}`,
    remedy:
      name === undefined
        ? 'Correct CodeUri; it is relative to the template.'
        : `Build the service, or add src/${name}.ts, which is bundled as it is used.`,
  });
  return { codeDir };
}
