/** A server that does not answer in time is not there; without a deadline whoever asked it would hang with it. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";

  constructor(deadlineMs: number) {
    super(`The database server did not answer within ${deadlineMs / 1_000} seconds`);
  }
}

/** `fetch` that fails with `NoAnswer` when the whole answer has not come by then. */
export function fetchWithin(deadlineMs: number): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      const response = await fetch(request, { signal: AbortSignal.timeout(deadlineMs) });
      const { status, headers } = response;
      return new Response(await response.arrayBuffer(), { status, headers });
    } catch (error) {
      if (error instanceof DOMException && error.name === "TimeoutError") throw new NoAnswer(deadlineMs);
      throw error;
    }
  };
}
