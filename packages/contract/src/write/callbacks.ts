import type { Contract, Operation } from '../model.js';
import { headerOf, writeOperations } from './client.js';
import { copiedRuntime } from './copied-runtime.js';
import type { GeneratedFile } from './generated-file.js';
import { operationComment } from './operation-comment.js';
import { operationNames } from './operation-names.js';
import { OperationTypes } from './operation-types.js';
import { propertyKey } from './quote.js';
import type { SchemaPlan } from './schemas/plan-schemas.js';

/** Every callback of the contract; where it goes the caller says, so that it has no path of its own. */
export function callbacksOf(contract: Contract): Operation[] {
  const all = contract.operations.flatMap(({ callbacks }) => callbacks);
  const ids = new Set<string>();
  return all.map((callback) => {
    let id = callback.operationId;
    for (let count = 2; ids.has(id); count++) id = `${callback.operationId}${count}`;
    ids.add(id);
    return { ...callback, operationId: id };
  });
}

/**
 * `callbacks.ts` of a service: a function for each callback, called with a client whose `baseUrl` is the URL that the
 * caller gave; with the runtime of clients. Nothing where the contract has no callbacks.
 */
export function writeCallbackCalls(contract: Contract, plan: SchemaPlan): GeneratedFile[] {
  const operations = callbacksOf(contract).map((each) => ({ ...each, path: '', security: [] }));
  if (operations.length === 0) return [];
  const calls: Contract = { ...contract, operations };
  const written = writeOperations(operationNames(calls), calls, new OperationTypes(plan, 'client'));
  return [{ path: 'callbacks.ts', text: written.text('typed') }, ...copiedRuntime('client')];
}

/** `callbacks.ts` of a client: what its caller gets, and may answer, at the URLs that it gave. */
export function writeCallbackTypes(contract: Contract, plan: SchemaPlan): GeneratedFile[] {
  const operations = callbacksOf(contract);
  if (operations.length === 0) return [];
  const types = new OperationTypes(plan, 'server');
  const members = operations.map((operation) => {
    const { operationId } = operation;
    const about = operationComment(operation, '  ');
    const response = types.result(operation, { contentType: true });
    return `${about}  readonly ${propertyKey(operationId)}: { readonly request: ${types.request(operation)}; readonly response: ${response} };\n`;
  });
  const imports = types.imports();
  const schemas = imports.length === 0 ? '' : `import type { ${imports.join(', ')} } from './schemas.js';\n`;
  const runtime = members.some((each) => each.includes('runtime.'))
    ? "import type * as runtime from './runtime/client/received.js';\n"
    : '';
  const about = `/** The callbacks of ${contract.service}: what comes, and what may be answered. */\n`;
  const text = `${headerOf(contract)}${runtime}${schemas}\n${about}export interface Callbacks {\n${members.join('\n')}}\n`;
  return [{ path: 'callbacks.ts', text }];
}
