import { pendingMigrations } from "../../db/migrate.ts";
import type { Deps } from "../deps.ts";

/** In milliseconds: a database that takes longer to say which schema it has serves nobody. */
const patience = 2_000;

/** Alive: the process answers. */
export function healthz(): Response {
  return Response.json({ status: "ok" });
}

/** Ready for traffic: not about to end, and the database answers, with the schema that this version needs. */
export async function readyz({ database, logger, draining, fly }: Deps): Promise<Response> {
  const region = fly?.region;
  if (draining.signal.aborted) return Response.json({ status: "draining", region }, { status: 503 });
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("late")), patience);
  try {
    const pending = await Promise.race([pendingMigrations(database.client), late]);
    if (pending.length === 0) return Response.json({ status: "ready", region });
    return Response.json({ status: "migrations pending", region }, { status: 503 });
  } catch {
    logger.error({}, "the database does not answer");
    return Response.json({ status: "database unavailable", region }, { status: 503 });
  } finally {
    clearTimeout(timer);
  }
}
