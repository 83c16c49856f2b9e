import { RuntimeError } from './function-error.mjs';

const { existsSync, readFileSync } = process.getBuiltinModule('node:fs');
const { dirname, resolve } = process.getBuiltinModule('node:path');
const { createRequire } = process.getBuiltinModule('node:module');
const { pathToFileURL } = process.getBuiltinModule('node:url');

/** Whether the nearest package.json makes a `.js` file an ES module. */
function isModule(directory) {
  const file = resolve(directory, 'package.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).type === 'module';
  return dirname(directory) !== directory && isModule(dirname(directory));
}

/** CommonJS by `require`: an import would show only the exports that its lexer can see. */
function loadModule(file) {
  const isCommonJs = file.endsWith('.cjs') || (file.endsWith('.js') && !isModule(dirname(file)));
  return isCommonJs ? createRequire(file)(file) : import(pathToFileURL(file).href);
}

function importError(error) {
  if (error instanceof SyntaxError) {
    return Object.assign(new RuntimeError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`), {
      stack: error.stack,
    });
  }
  if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
    return new RuntimeError('Runtime.ImportModuleError', `Error: ${error.message}`);
  }
  return error;
}

async function importFile(root, name) {
  const file = ['', '.js', '.mjs', '.cjs']
    .map((extension) => resolve(root, `${name}${extension}`))
    .find((path) => /\.[cm]?js$/.test(path) && existsSync(path));
  if (file === undefined) {
    throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${name}'`);
  }
  try {
    return await loadModule(file);
  } catch (error) {
    throw importError(error);
  }
}

/** Loads `dir/file.export.nested`, Lambda's form of a handler's name, from the folder of the code. */
export async function loadHandler(root, handlerName) {
  const [, name, path] = /^((?:.*\/)?[^./][^./]*)\.(.+)$/.exec(handlerName) ?? [];
  if (name === undefined || handlerName.includes('..')) {
    throw new RuntimeError('Runtime.MalformedHandlerName', `Bad handler '${handlerName}'`);
  }
  const loaded = await importFile(root, name);
  const handler = path.split('.').reduce((value, key) => value?.[key], loaded);
  if (handler === undefined) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);
  }
  if (typeof handler !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handlerName} is not a function`);
  }
  return handler;
}
