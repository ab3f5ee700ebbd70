/** More than the frontends of one shop ask for; a bound, so that made-up inputs cannot grow memory without end. */
const maxShapes = 300;

/** Keeps what was made for each shape, the latest asked for longest. */
export class Shapes<Made> {
  readonly #made = new Map<string, Made>();

  get(shape: string, make: () => Made): Made {
    const made = this.#made.get(shape) ?? make();
    this.#made.delete(shape);
    this.#made.set(shape, made);
    for (const oldest of this.#made.keys()) {
      if (this.#made.size <= maxShapes) break;
      this.#made.delete(oldest);
    }
    return made;
  }
}
