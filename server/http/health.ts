import { pendingMigrations } from "../../db/migrate.ts";
import type { Deps } from "../deps.ts";

/** Alive: the process answers. */
export function healthz(): Response {
  return Response.json({ status: "ok" });
}

/** Ready for traffic: the database answers with the schema this version needs, and the server is not stopping. */
export async function readyz({ database, stopping, logger }: Deps): Promise<Response> {
  if (stopping.aborted) return Response.json({ status: "stopping" }, { status: 503 });
  try {
    const pending = await pendingMigrations(database.client);
    if (pending.length === 0) return Response.json({ status: "ready" });
    return Response.json({ status: "migrations pending" }, { status: 503 });
  } catch {
    logger.error({}, "the database does not answer");
    return Response.json({ status: "database unavailable" }, { status: 503 });
  }
}
