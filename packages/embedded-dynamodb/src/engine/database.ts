import type { Participant } from '../log/commit-log.js';
import type { Item } from '../values/attribute-value.js';
import type { Actor, Change } from './change.js';
import type { TableDefinition } from './definition.js';
import { retentionMs, Stream } from './stream.js';
import { keyNames, pickAttributes, Table } from './table.js';

/** A ClientRequestToken is remembered for ten minutes (TransactWriteItems, "ClientRequestToken"). */
export const tokenLifeMs = 10 * 60 * 1000;

/** All tables and streams; the participant of the log whose state is the changes applied to it. */
export class Database implements Participant {
  readonly tables = new Map<string, Table>();
  readonly streams = new Map<string, Stream>();
  readonly tokens = new Map<string, { readonly digest: string; readonly atMs: number }>();
  /** The number of the next stream record; never used twice, over all streams and restarts. */
  nextSequence = 1;
  /** Tables whose streams have got records since somebody last took this set. */
  streamed = new Set<string>();

  apply(data: unknown): void {
    const change = data as Change;
    switch (change.do) {
      case 'define':
        this.#define(change.table, change.atMs);
        break;
      case 'drop':
        this.#drop(change.table, change.atMs);
        break;
      case 'put':
        this.#put(change);
        break;
      case 'delete':
        this.#delete(change);
        break;
      case 'token':
        this.#remember(change);
        break;
      case 'load':
        this.tables.get(change.table)?.put(change.item);
        break;
      case 'sequence':
        this.nextSequence = change.next;
        break;
      case 'stream':
        this.streams.set(change.stream.arn, new Stream(change.stream));
        break;
      case 'record':
        this.streams.get(change.stream)?.restore(change.record);
        break;
    }
  }

  #define(definition: TableDefinition, atMs: number): void {
    const present = this.tables.get(definition.TableName);
    if (present?.definition.stream?.arn !== definition.stream?.arn) this.#closeStream(present, atMs);
    if (present === undefined) this.tables.set(definition.TableName, new Table(definition));
    else present.redefine(definition);
    this.#openStream(definition, atMs);
  }

  #openStream({ stream, TableName, KeySchema }: TableDefinition, atMs: number): void {
    if (stream === undefined || this.streams.has(stream.arn)) return;
    const { nextSequence: firstSequence } = this;
    const description = {
      ...stream,
      tableName: TableName,
      keySchema: KeySchema,
      createdAtMs: atMs,
      firstSequence,
    };
    this.streams.set(stream.arn, new Stream(description));
  }

  #closeStream(table: Table | undefined, atMs: number): void {
    const stream = this.streams.get(table?.definition.stream?.arn ?? '');
    if (stream !== undefined) {
      stream.description = { ...stream.description, closedAtMs: atMs, lastSequence: this.nextSequence++ };
    }
    for (const [arn, { description }] of this.streams) {
      if ((description.closedAtMs ?? atMs) < atMs - retentionMs) this.streams.delete(arn);
    }
  }

  #drop(name: string, atMs: number): void {
    this.#closeStream(this.tables.get(name), atMs);
    this.tables.delete(name);
  }

  #put({ table: name, item, atMs }: { table: string; item: Item; atMs: number }): void {
    const table = this.tables.get(name);
    if (table === undefined) return;
    const before = table.put(item);
    this.#record(table, { before, after: item, atMs });
  }

  #delete({ table: name, key, atMs, by }: { table: string; key: Item; atMs: number; by?: Actor }): void {
    const table = this.tables.get(name);
    const before = table?.delete(key);
    if (table === undefined || before === undefined) return;
    this.#record(table, { before, after: undefined, atMs, ...(by !== undefined && { by }) });
  }

  #record(
    table: Table,
    change: { before: Item | undefined; after: Item | undefined; atMs: number; by?: Actor },
  ): void {
    const stream = this.streams.get(table.definition.stream?.arn ?? '');
    if (stream === undefined) return;
    const keys = pickAttributes((change.after ?? change.before) as Item, keyNames(table.keys));
    stream.append({ ...change, keys }, this.nextSequence++);
    this.streamed.add(table.definition.TableName);
  }

  #remember({ token, digest, atMs }: { token: string; digest: string; atMs: number }): void {
    // Oldest first: a map iterates in the order of insertion.
    for (const [old, entry] of this.tokens) {
      if (entry.atMs > atMs - tokenLifeMs) break;
      this.tokens.delete(old);
    }
    this.tokens.delete(token);
    this.tokens.set(token, { digest, atMs });
  }

  *snapshot(): Generator<Change, void, undefined> {
    for (const [arn, stream] of this.streams) {
      yield { do: 'stream', stream: stream.description };
      for (const record of stream.from(0, 0, Number.POSITIVE_INFINITY))
        yield { do: 'record', stream: arn, record };
    }
    for (const [name, table] of this.tables) {
      yield { do: 'define', table: table.definition, atMs: table.definition.createdAtMs };
      for (const row of table.all()) yield { do: 'load', table: name, item: row.item };
    }
    for (const [token, { digest, atMs }] of this.tokens) yield { do: 'token', token, digest, atMs };
    yield { do: 'sequence', next: this.nextSequence };
  }
}
