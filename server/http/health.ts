import { pendingMigrations } from "../../db/migrate.ts";
import type { Deps } from "../deps.ts";

/** In milliseconds: a database that takes longer to say which schema it has serves nobody. */
const patience = 2_000;

/** Alive: the process answers. */
export function healthz(): Response {
  return Response.json({ status: "ok" });
}

/** Ready for traffic: not about to end, and the database answers, with the schema that this version needs. */
export async function readyz({ database, logger, draining }: Deps): Promise<Response> {
  if (draining.signal.aborted) return Response.json({ status: "draining" }, { status: 503 });
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("late")), patience);
  try {
    const pending = await Promise.race([pendingMigrations(database.client), late]);
    if (pending.length === 0) return Response.json({ status: "ready" });
    return Response.json({ status: "migrations pending" }, { status: 503 });
  } catch {
    logger.error({}, "the database does not answer");
    return Response.json({ status: "database unavailable" }, { status: 503 });
  } finally {
    clearTimeout(timer);
  }
}
