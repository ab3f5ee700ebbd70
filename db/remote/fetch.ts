import { NoAnswer } from "./no-answer.ts";

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
