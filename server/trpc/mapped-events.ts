/** Events as `map` makes them. Unlike a generator it keeps nothing of those before while it waits for the next. */
export class MappedEvents<From, To> implements AsyncIterableIterator<To, undefined> {
  readonly #events: AsyncIterator<From>;
  readonly #map: (event: From) => To;

  constructor(events: AsyncIterator<From>, map: (event: From) => To) {
    this.#events = events;
    this.#map = map;
  }

  async next(): Promise<IteratorResult<To, undefined>> {
    const next = await this.#events.next();
    if (next.done) return { done: true, value: undefined };
    try {
      return { done: false, value: this.#map(next.value) };
    } catch (error) {
      await this.return(); // as a loop over them would
      throw error;
    }
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    await this.#events.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
