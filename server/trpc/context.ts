import type { ServiceContext } from "../core/context.ts";
import { AppError } from "../core/errors.ts";

/** What a procedure gets: the service context and what only the request knows. */
export interface RequestContext extends ServiceContext {
  requestId: string;
  /** The `Idempotency-Key` header of a mutation. */
  idempotencyKey: string | undefined;
}

/** Reads the header that makes a mutation safe to repeat: 1 to 255 visible ASCII characters. @throws BAD_REQUEST */
export function readIdempotencyKey(headers: Headers): string | undefined {
  const key = headers.get("idempotency-key");
  if (key === null) return undefined;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new AppError("BAD_REQUEST", {
    issues: [{ path: "Idempotency-Key", message: "Expected 1 to 255 visible ASCII characters" }],
  });
}
