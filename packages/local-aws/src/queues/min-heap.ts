/** A binary heap that gives the item with the smallest key first; both operations take O(log n). */
export class MinHeap<T> {
  readonly #keys: number[] = [];
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** Smallest key; undefined when the heap is empty. */
  get firstKey(): number | undefined {
    return this.#keys[0];
  }

  push(key: number, item: T): void {
    let at = this.#items.length;
    this.#keys.push(key);
    this.#items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#key(parent) <= key) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): T | undefined {
    const first = this.#items[0];
    const lastKey = this.#keys.pop();
    const last = this.#items.pop();
    if (this.#items.length > 0 && lastKey !== undefined && last !== undefined) {
      this.#keys[0] = lastKey;
      this.#items[0] = last;
      this.#sink();
    }
    return first;
  }

  #sink(): void {
    const size = this.#items.length;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      if (left >= size) return;
      const smaller = left + 1 < size && this.#key(left + 1) < this.#key(left) ? left + 1 : left;
      if (this.#key(at) <= this.#key(smaller)) return;
      this.#swap(at, smaller);
      at = smaller;
    }
  }

  #key(at: number): number {
    return this.#keys[at] as number;
  }

  #swap(a: number, b: number): void {
    const key = this.#key(a);
    this.#keys[a] = this.#key(b);
    this.#keys[b] = key;
    const item = this.#items[a] as T;
    this.#items[a] = this.#items[b] as T;
    this.#items[b] = item;
  }
}
