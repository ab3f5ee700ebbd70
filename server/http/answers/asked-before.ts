/** About as many keys are remembered, and up to twice as many. */
const generation = 10_000;

/**
 * Tells what is asked for again from what is asked for once, as most that a crawler or a filter asks for is. Of the keys
 * it knows hashes alone, so that of two that share one the second counts as known: no more than kept too soon.
 */
export class AskedBefore {
  #recent = new Set<number>();
  #before = new Set<number>();

  /** Whether that key was noted before. */
  note(key: string): boolean {
    const hash = Bun.hash.xxHash32(key);
    const known = this.#recent.has(hash) || this.#before.has(hash);
    this.#recent.add(hash);
    if (this.#recent.size === generation) {
      this.#before = this.#recent;
      this.#recent = new Set();
    }
    return known;
  }
}
