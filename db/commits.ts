/** The commits of this process: how many there were, and who wants to hear of each. */
export class Commits {
  count = 0;
  readonly #listeners = new Set<() => void>();

  /** What was written may be read from now on. */
  add(): void {
    this.count += 1;
    for (const listener of this.#listeners) listener();
  }

  /** Calls back after each commit; the answer ends that. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
