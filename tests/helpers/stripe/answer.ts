import { Failure } from "./failure.ts";

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export function answerJson(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body, null, 2),
  };
}

export const answerFailure = ({ status, error, headers }: Failure): Answer =>
  answerJson({ error }, status, headers);

/** Stripe's own fault. It says whether to try again: what has been worked on is only repeated to the same key. */
export const internalError = (shouldRetry: boolean): Answer =>
  answerFailure(
    new Failure(
      500,
      { type: "api_error", message: "An unknown error occurred" },
      { "stripe-should-retry": String(shouldRetry) },
    ),
  );

export const rateLimited = (): Answer =>
  answerFailure(
    new Failure(
      429,
      { type: "invalid_request_error", code: "rate_limit", message: "Too many requests" },
      { "retry-after": "1", "stripe-rate-limited-reason": "global-rate" },
    ),
  );
