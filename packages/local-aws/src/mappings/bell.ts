/** A bell that waits for whoever asks: a ring before the wait is not lost. One waits at a time. */
export class Bell {
  #rung = false;
  #wake: () => void = () => undefined;

  ring(): void {
    this.#rung = true;
    this.#wake();
  }

  /** Resolves at the next ring, at a ring since the last wait, after `timeoutMs`, or when the signal aborts. */
  async next(signal: AbortSignal, timeoutMs?: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    let onAbort: () => void = () => undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      onAbort = resolve;
      if (this.#rung || signal.aborted) return resolve();
      signal.addEventListener('abort', onAbort);
      if (timeoutMs !== undefined) timer = setTimeout(resolve, timeoutMs);
    });
    signal.removeEventListener('abort', onAbort);
    clearTimeout(timer);
    this.#rung = false;
  }
}
