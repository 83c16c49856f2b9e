import type { Change } from './change.js';
import type { Engine } from './engine.js';
import { keyNames, pickAttributes } from './table.js';

/** Deletions that one record holds, so that a large table does not block requests for long. */
const maxDeletions = 100;

/** Deletes what has expired by now, with the mark that tells such deletions from those of callers. */
export function sweepExpired(engine: Engine): void {
  const atMs = engine.now();
  for (const [name, { expiry, keys }] of engine.database.tables) {
    const rows = expiry?.expired(atMs, maxDeletions) ?? [];
    const changes = rows.map(
      ({ item }): Change => ({
        do: 'delete',
        table: name,
        key: pickAttributes(item, keyNames(keys)),
        atMs,
        by: 'timeToLive',
      }),
    );
    engine.commit(changes);
  }
}
