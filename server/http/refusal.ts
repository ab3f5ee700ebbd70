import { AppError } from "../core/errors.ts";
import type { ClientError } from "../trpc/error-map.ts";
import { retryHeaders } from "./retry-after.ts";

/** A request refused before it reaches a procedure, thrown as a value. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly error: AppError,
  ) {
    super(error.message);
  }
}

export function badRequest(status: number, path: string, message: string): Refusal {
  return new Refusal(status, new AppError("BAD_REQUEST", { issues: [{ path, message }] }));
}

/** JSON-RPC's "invalid request" and "internal error", which tRPC's clients expect beside our own codes. */
const rpcCode = (status: number) => (status >= 500 ? -32603 : -32600);

/** An error in the envelope that procedures answer theirs in, so that clients read both alike. */
export function errorResponse(status: number, { code, message, data }: ClientError): Response {
  const shape = { message, code: rpcCode(status), data: { ...data, code, httpStatus: status } };
  // After these the rest of the request is not read: there is nothing more to say on this connection.
  const closing = status === 408 || status === 413 ? { connection: "close" } : {};
  const headers = { ...closing, ...retryHeaders(data) };
  return Response.json({ error: { json: shape } }, { status, headers });
}
