import { openDatabase } from "../../../db/client.ts";
import { createLogger } from "../../../server/infra/logger.ts";
import { OrderExpirer } from "../../../server/jobs/expire-orders.ts";
import { deleteIdleCarts } from "../../../server/modules/cart/delete-idle-carts.ts";
import { refreshListings } from "../../../server/modules/catalog/refresh-listings.ts";
import { systemContext } from "../../../server/system-context.ts";

/**
 * Does what a job does on the database given, so many milliseconds from now, until nothing is left of it. It waits for its
 * standard input to end, so that several begin at once, and prints how much of the work was its own.
 */
const [url = "", name = "", ahead = "0"] = process.argv.slice(2);
const { db } = openDatabase({ url });
const clock = { now: () => new Date(Date.now() + Number(ahead)) };
const ctx = { ...systemContext(db), clock };

const jobs: Record<string, () => Promise<number>> = {
  "expire-orders": () => new OrderExpirer(ctx, createLogger("silent")).runDue(),
  "delete-idle-carts": async () => (await deleteIdleCarts(ctx)).deleted,
  "refresh-listings": async () => (await refreshListings(ctx, new Date(0))).size,
};

process.stdout.write("ready\n");
await Bun.stdin.text();
let done = 0;
for (let last = -1; last !== 0; done += Math.max(last, 0)) last = (await jobs[name]?.()) ?? 0;
process.stdout.write(String(done));
