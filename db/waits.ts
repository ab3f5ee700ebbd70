/** Writes of this process that wait for those before them: how many there are, and who wants to hear how long each did. */
export class Waits {
  waiting = 0;
  readonly #listeners = new Set<(waitedMs: number) => void>();

  /** Waits for a turn, as one of those who do. */
  async for<Turn>(turn: Promise<Turn>): Promise<Turn> {
    const asked = performance.now();
    this.waiting += 1;
    try {
      return await turn;
    } finally {
      this.waiting -= 1;
      const waitedMs = performance.now() - asked;
      for (const listener of this.#listeners) listener(waitedMs);
    }
  }

  /** Calls back with each that ends, in milliseconds; the answer ends that. */
  listen(listener: (waitedMs: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
