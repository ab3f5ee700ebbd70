/** A type that no client could rely on, and where it stands. */
export class Fault extends Error {
  override readonly name = "Fault";

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
  }
}
