/** A file that cannot be read from a line on. */
export class BrokenFile extends Error {
  override readonly name = "BrokenFile";

  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}
