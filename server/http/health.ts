import { pendingMigrations } from "../../db/migrate.ts";
import type { Deps } from "../deps.ts";
import { withDeadline } from "../infra/deadline.ts";
import { innermost } from "../infra/fault.ts";

/** In milliseconds: a database that takes longer to say which schema it has serves nobody. */
const patience = 2_000;

/** Alive: the process answers. */
export function healthz(): Response {
  return Response.json({ status: "ok" });
}

/**
 * Ready for traffic: not about to end, and the database answers, with the schema that this version needs. While it is away,
 * a replica still shows the catalogue: a proxy has to go on sending shoppers here. It tells of Redis as well, without
 * which the shop serves all the same.
 */
export async function readyz({ database, replica, redis, logger, draining, fly }: Deps): Promise<Response> {
  const region = fly?.region;
  if (draining.signal.aborted) return Response.json({ status: "draining", region }, { status: 503 });
  const shown = { region, ...(redis && { redis: redis.isUp ? "up" : "down" }) };
  try {
    const pending = await withDeadline(() => pendingMigrations(database.client), patience);
    const copy = shownCopy(replica);
    if (pending.length === 0) return Response.json({ status: "ready", ...shown, ...copy });
    return Response.json({ status: "migrations pending", ...shown, ...copy }, { status: 503 });
  } catch (error) {
    const { name, message } = innermost(error);
    logger.error({ fault: { name, message } }, "the database does not answer");
    const copy = shownCopy(replica); // which one that was behind may have become meanwhile
    return Response.json({ status: "database unavailable", ...shown, ...copy }, { status: copy ? 200 : 503 });
  }
}

const shownCopy = (replica: Deps["replica"]) =>
  replica?.copy && { replica: { lagSeconds: Math.round(replica.lagMs / 100) / 10 } };
