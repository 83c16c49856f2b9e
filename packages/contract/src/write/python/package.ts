import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CodecOptions, Contract } from '../../model.js';
import type { GeneratedFile } from '../generated-file.js';
import { pyString } from './literal.js';
import { PythonOperations } from './operations.js';

/** Beside the sources of the compiler, and beside its bundle once that is built. */
function runtimeFolder(): string {
  const candidates = ['../../runtime/python/', './runtime/python/'].map((each) =>
    fileURLToPath(new URL(each, import.meta.url)),
  );
  const found = candidates.find(existsSync);
  if (found === undefined) throw new Error(`the runtime to copy is at none of ${candidates.join(', ')}`);
  return found;
}

function copiedRuntime(): GeneratedFile[] {
  const folder = runtimeFolder();
  return readdirSync(folder)
    .filter((name) => name.endsWith('.py'))
    .sort()
    .map((name) => ({
      path: `runtime/${name}`,
      text: `# Copied from @atoll/contract: src/runtime/python/${name}. Do not edit.\n${readFileSync(folder + name, 'utf8')}`,
    }));
}

/** jsonschema checks all of JSON Schema 2020-12, which is what a contract is written in; pinned, as its messages are read. */
const requirements = 'jsonschema==4.26.0\n';

function modules(operations: PythonOperations, header: string): GeneratedFile[] {
  const { contract } = operations;
  // What prints also collects: types and definitions are complete once the operations have been printed.
  const table = operations.table();
  const declarations = operations.declarations();
  const functions = operations.functions();
  const future = 'from __future__ import annotations\n';
  return [
    {
      path: 'operations.py',
      text: `${header}${future}
from collections.abc import Mapping
from typing import Any, Literal, Never, NotRequired, Protocol, TypeAlias, TypedDict

from . import models
from .definitions import DEFINITIONS
from .runtime.codec import Codecs
from .runtime.serve import Authenticate, Call, LambdaHandler, Service

SERVICE = ${pyString(contract.service)}
VERSION = ${pyString(contract.version)}

CODECS = Codecs(DEFINITIONS)

${table}

${declarations}

def serve(
    handlers: Handlers, *, authenticate: Authenticate | None = None, strict: bool = False
) -> LambdaHandler:
    "The Lambda handler of the service. With \`strict\` an answer that the contract does not declare is raised."
    return Service(OPERATIONS, CODECS, handlers, authenticate=authenticate, strict=strict)
`,
    },
    {
      path: 'client.py',
      text: `${header}${future}
from . import operations
from .runtime.call import Client, ClientError, call

__all__ = [${['Client', 'ClientError', ...Array.from(operations.names.values(), (each) => each.function)].map(pyString).join(', ')}]


${functions}`,
    },
    {
      path: 'models.py',
      text: `${header}${future}
from typing import Any, Literal, NotRequired, TypeAlias, TypedDict


${operations.types.write()}`,
    },
    {
      path: 'definitions.py',
      text: `${header}
DEFINITIONS = ${pyString(JSON.stringify(operations.definitions.toJson()))}
`,
    },
  ];
}

/**
 * A Python package (3.11 and later) of a contract: types, the service's router for Lambda, and a client. Of the options
 * that of formats is kept. Error: UntranslatablePattern.
 */
export function writePython(contract: Contract, options: CodecOptions = {}): GeneratedFile[] {
  const file = contract.file.replaceAll(/[^\x20-\x7e]/g, '?');
  const header = `# Generated from ${file} by @atoll/contract. Do not edit.\n`;
  return [
    { path: '__init__.py', text: header },
    { path: 'requirements.txt', text: requirements },
    ...modules(new PythonOperations(contract, options), header),
    ...copiedRuntime(),
  ];
}
