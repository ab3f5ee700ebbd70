/** A server that does not answer in time is not there; without a deadline whoever asked it would hang with it. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";

  constructor(deadlineMs: number) {
    super(`The database server did not answer within ${deadlineMs / 1_000} seconds`);
  }
}
