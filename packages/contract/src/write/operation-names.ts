import type { Contract, Operation } from '../model.js';
import { pascalCase } from '../read/name-schemas.js';

/** What an operation is called in the client's code. */
export interface OperationName {
  /** The operationId wherever that can be a function's name. */
  readonly function: string;
  /** What `…Request` and `…Result` begin with. */
  readonly type: string;
  readonly format: string;
}

/** Words that name no function in a module (ECMA-262, 12.7.2), and what the generated file uses itself. */
const reserved =
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield call Callbacks client createClient clientCredentials next operations options page pageRefused problems query request runtime serverUrl ServerVariables undefined';

function identifierOf(operationId: string): string {
  if (/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(operationId)) return operationId;
  return pascalCase(operationId).replace(/^./u, (first) => first.toLowerCase());
}

/** The first of the wanted name and its numbered followers that is free with all its endings. */
export function freeName(wanted: string, endings: readonly string[], taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; endings.some((ending) => taken.has(name + ending)); count++) name = `${wanted}${count}`;
  for (const ending of endings) taken.add(name + ending);
  return name;
}

/** Names that no function of a contract's client may have. */
export function reservedNames(contract: Contract): string[] {
  const schemas = Array.from(contract.schemaNames, (name) => [name, `${name}Input`]);
  const service = identifierOf(contract.service);
  const options = `${pascalCase(service)}ClientOptions`;
  return [...schemas.flat(), ...reserved.split(' '), `${service}Client`, options];
}

/** Names of a contract's operations: valid, apart from one another and from the schemas. */
export function operationNames(contract: Contract): ReadonlyMap<Operation, OperationName> {
  const taken = new Set(reservedNames(contract));
  const names = contract.operations.map((operation) => {
    const identifier = freeName(identifierOf(operation.operationId), [''], taken);
    const type = freeName(pascalCase(identifier), ['Request', 'Result'], taken);
    return [operation, { function: identifier, type, format: '' }] as const;
  });
  return new Map(
    names.map(([operation, name]) => {
      const format = `${freeName(name.function, ['Format'], taken)}Format`;
      return [operation, { ...name, format }] as const;
    }),
  );
}
