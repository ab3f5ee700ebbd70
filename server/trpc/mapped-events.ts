/** Events as `map` makes them. While it waits for the next it keeps nothing of those before, as a generator would. */
export class MappedEvents<From, To> implements AsyncIterableIterator<To, undefined> {
  readonly #events: AsyncIterator<From>;
  readonly #map: (event: From) => To;

  constructor(events: AsyncIterator<From>, map: (event: From) => To) {
    this.#events = events;
    this.#map = map;
  }

  async next(): Promise<IteratorResult<To, undefined>> {
    const next = await this.#events.next();
    return next.done ? { done: true, value: undefined } : { done: false, value: this.#map(next.value) };
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    await this.#events.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
