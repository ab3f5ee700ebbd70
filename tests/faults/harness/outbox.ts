import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openDatabase } from "../../../db/client.ts";
import { outbox } from "../../../db/schema/index.ts";
import { startServer } from "../../helpers/server-process.ts";
import type { Fact } from "./acknowledged.ts";
import type { FaultyWorld } from "./world.ts";

/** What buyers are mailed of, with what its mail's id begins with. */
const mailed: readonly [fact: Fact, topic: string][] = [
  ["an order was placed", "order.placed"],
  ["an order expired", "order.expired"],
  ["a parcel was shipped", "order.shipped"],
  ["money was given back", "order.refunded"],
];

/**
 * Has a last server deliver what those that were killed left in the outbox, as if their leases had ended, and looks
 * whether every mail is there: a mail that is sent twice is one file. @throws with what is missing or was given up
 */
export async function deliverRest(
  { url, acknowledged }: FaultyWorld,
  env: Record<string, string> & { DATA_DIR: string },
): Promise<void> {
  const { client, db } = openDatabase({ url });
  await db.update(outbox).set({ availableAt: new Date(0) });
  const server = await startServer(env);
  let left = await db.select().from(outbox);
  while (left.length > 0 && left.every(({ deadAt, lastError }) => deadAt === null && lastError === null)) {
    await delay(20);
    left = await db.select().from(outbox);
  }
  await server.stop("SIGTERM");
  client.close();

  const mails = new Set(readdirSync(join(env.DATA_DIR, "mail")));
  const missing = mailed.flatMap(([fact, topic]) =>
    acknowledged.of(fact).flatMap((id) => (mails.has(`${topic}.${id}.eml`) ? [] : [`${topic}.${id}`])),
  );
  if (left.length + missing.length > 0) throw new Error(JSON.stringify({ left, missing }, null, 2));
}
