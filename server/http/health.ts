import { pendingMigrations } from "../../db/migrate.ts";
import type { Deps } from "../deps.ts";
import { withDeadline } from "../infra/deadline.ts";

/** In milliseconds: a database that takes longer to say which schema it has serves nobody. */
const patience = 2_000;

/** Alive: the process answers. */
export function healthz(): Response {
  return Response.json({ status: "ok" });
}

/**
 * Ready for traffic: not about to end, and the database answers, with the schema that this version needs. While it is
 * away, a replica still shows the catalogue: a proxy has to go on sending shoppers here.
 */
export async function readyz({ database, replica, logger, draining }: Deps): Promise<Response> {
  if (draining.signal.aborted) return Response.json({ status: "draining" }, { status: 503 });
  const shown = replica?.copy && { replica: { lagSeconds: Math.round(replica.lagMs / 100) / 10 } };
  try {
    const pending = await withDeadline(() => pendingMigrations(database.client), patience);
    if (pending.length === 0) return Response.json({ status: "ready", ...shown });
    return Response.json({ status: "migrations pending" }, { status: 503 });
  } catch {
    logger.error({}, "the database does not answer");
    return Response.json({ status: "database unavailable", ...shown }, { status: shown ? 200 : 503 });
  }
}
