import { actorIdOf, type StaffContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import type { Limit } from "../../core/ports.ts";

/** Pictures that one of the staff, or one key, uploads: each is a second of work for the server. */
const uploads: Limit = { name: "uploads", attempts: 300, seconds: 60 * 60 };

/** Counts an upload. @throws RATE_LIMITED */
export async function countUpload({ limiter, actor }: StaffContext): Promise<void> {
  const retryAfter = await limiter.count(uploads, actorIdOf(actor) ?? "");
  if (retryAfter !== undefined) throw new AppError("RATE_LIMITED", { retryAfter });
}
