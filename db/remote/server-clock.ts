/** In milliseconds: how finely a server tells the time. */
const precision = 1;

/**
 * What a server's clock says at a moment of ours, learned from what it answers. The two may be hours apart, and either may
 * jump. Our moments are those of `performance.now()`, all in milliseconds.
 */
export class ServerClock {
  /** By how much it is before ours at most; undefined until it has told the time. */
  #ahead: number | undefined;

  /** What it says then at the latest. */
  latestAt(ours: number): number | undefined {
    return this.#ahead === undefined ? undefined : ours + this.#ahead;
  }

  /** It told the time between two moments of ours: of all it told, the quickest says most, until one contradicts that. */
  learn(theirs: number, asked: number, answered: number): void {
    const [least, most] = [theirs - answered, theirs + precision - asked];
    const before = this.#ahead ?? Number.NEGATIVE_INFINITY;
    this.#ahead = before < least ? most : Math.min(before, most);
  }

  /** To be called when it was found to be wrong. */
  forget(): void {
    this.#ahead = undefined;
  }
}
