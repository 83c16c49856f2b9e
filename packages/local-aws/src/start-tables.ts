import { startServer } from '@atoll/embedded-dynamodb';
import { createTablesOf } from './create-tables-of.js';
import { readLocalSystem, type SystemOptions } from './read-local-system.js';

/** The tables of a template, reached by any AWS SDK; in memory. */
export interface RunningTables {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Runs only the tables of a template, for tests of one service. Errors: StartError, as `startLocalAws`.
 */
export async function startTables(options: SystemOptions): Promise<RunningTables> {
  const { url, tables, close } = await startServer();
  try {
    const system = await readLocalSystem(options, { apiUrl: url, endpointUrl: url, issuerUrl: url });
    await createTablesOf(system.tables, tables);
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}
