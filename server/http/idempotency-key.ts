import { badRequest } from "./refusal.ts";

/** The header that makes a mutation safe to repeat: 1 to 255 visible ASCII characters. */
export function readIdempotencyKey(headers: Headers): string | undefined {
  const key = headers.get("idempotency-key");
  if (key === null) return undefined;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw badRequest(400, "Idempotency-Key", "Expected 1 to 255 visible ASCII characters");
}
