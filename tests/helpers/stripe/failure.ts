import type { Stripe } from "stripe";

/** What stands in the `error` of an answer, in the package's own words. */
export type ErrorObject = Omit<
  ConstructorParameters<typeof Stripe.errors.StripeError>[0] & object,
  "headers" | "statusCode" | "requestId"
>;

/** An answer that is an error. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    readonly error: ErrorObject & { type: string; message: string },
    readonly headers: Record<string, string> = {},
  ) {
    super(error.message);
  }
}

/** 400 `invalid_request_error`. */
export const invalidRequest = (message: string, details: Partial<ErrorObject> = {}) =>
  new Failure(400, { type: "invalid_request_error", message, ...details });

export const noSuch = (kind: string, id: string, param = "id", status = 404) =>
  new Failure(status, {
    type: "invalid_request_error",
    code: "resource_missing",
    message: `No such ${kind}: '${id}'`,
    param,
  });
