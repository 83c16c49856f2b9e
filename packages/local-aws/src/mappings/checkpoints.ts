import type { Entry, Participant } from '@atoll/embedded-dynamodb';

export const mappingsPart = 'mappings';

/** Where a mapping stands in one shard; `horizon` is before its first record. */
export type Position = { readonly after: string } | 'horizon';

interface CheckpointEntry {
  readonly mapping: string;
  readonly stream: string;
  /** Absent where the mapping has only begun to follow the stream. */
  readonly shard?: string;
  readonly position?: Position;
}

/** How far each mapping has got in each shard of its stream. */
export class Checkpoints implements Participant {
  readonly #streams = new Map<string, Map<string, Position>>();

  apply(data: unknown): void {
    const { mapping, stream, shard, position } = data as CheckpointEntry;
    const key = keyOf(mapping, stream);
    const shards = this.#streams.get(key) ?? new Map<string, Position>();
    this.#streams.set(key, shards);
    if (shard !== undefined && position !== undefined) shards.set(shard, position);
  }

  *snapshot(): Iterable<unknown> {
    for (const [key, shards] of this.#streams) {
      const [mapping = '', stream = ''] = key.split(' ');
      yield { mapping, stream } satisfies CheckpointEntry;
      for (const [shard, position] of shards)
        yield { mapping, stream, shard, position } satisfies CheckpointEntry;
    }
  }

  /** Whether the mapping has followed this stream before. */
  follows(mapping: string, stream: string): boolean {
    return this.#streams.has(keyOf(mapping, stream));
  }

  /** Whether the mapping has followed any stream before. */
  hasBegun(mapping: string): boolean {
    return [...this.#streams.keys()].some((key) => key.startsWith(`${mapping} `));
  }

  position(mapping: string, stream: string, shard: string): Position | undefined {
    return this.#streams.get(keyOf(mapping, stream))?.get(shard);
  }

  entry(data: CheckpointEntry): Entry {
    return { part: mappingsPart, data };
  }
}

/** Neither a UUID nor an ARN holds a blank. */
function keyOf(mapping: string, stream: string): string {
  return `${mapping} ${stream}`;
}
