import type { AddressInfo } from 'node:net';
import { contractOf } from '../find-contracts.js';
import { createMock } from '../mock/mock.js';
import { PortError, serveMock } from '../mock/server.js';
import { printDiagnostics } from '../print-diagnostics.js';
import { readContract } from '../read/contract.js';

export interface MockCall {
  /** 4010 unless told. */
  readonly port?: string | undefined;
  readonly seed?: string | undefined;
}

const defaultPort = '4010';

/**
 * `contract mock FILE [--port N] [--seed TEXT]`: serves a mock of the contract until the process is stopped. Exit code 1
 * when the contract has errors or the port cannot be had.
 */
export async function mock(path: string, call: MockCall): Promise<number> {
  const directory = process.cwd();
  const { contract, diagnostics } = readContract(contractOf(path), directory);
  if (contract === undefined) {
    console.error(printDiagnostics(diagnostics, directory));
    return 1;
  }
  const { port = defaultPort, seed = '' } = call;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    console.error(`--port takes a number from 0 to 65535, not '${port}'`);
    return 2;
  }
  try {
    const server = await serveMock(await createMock(contract, { directory, seed }), Number(port));
    const address = server.address() as AddressInfo;
    console.log(`${contract.title} ${contract.version} is mocked at http://127.0.0.1:${address.port}`);
    for (const { method, path: route, operationId } of contract.operations)
      console.log(`  ${method.toUpperCase().padEnd(6)} ${route}  ${operationId}`);
    console.log(
      "Ask by 'Prefer: code=404', 'Prefer: example=NAME' or 'Prefer: dynamic=true'. Ctrl+C ends it.",
    );
    await new Promise((resolve) => server.once('close', resolve));
    return 0;
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    console.error(error.message);
    return 1;
  }
}
