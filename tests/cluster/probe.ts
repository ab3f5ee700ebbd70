import { setTimeout as delay } from "node:timers/promises";
import { inArray } from "drizzle-orm";
import type { ShopClient } from "../../client-sdk/src/index.ts";
import { openDatabase } from "../../db/client.ts";
import { carts } from "../../db/schema/index.ts";
import { untilAnswered } from "../faults/harness/until-answered.ts";
import type { Replica } from "./cluster.ts";

/** In milliseconds: how often a replica is asked. */
const pause = 5;

/** Begins a cart for each of them, however long that takes. */
export function beginCarts(buyers: readonly ShopClient[]): Promise<string[]> {
  return Promise.all(
    buyers.map(async ({ cart }) => (await untilAnswered((key) => cart.create.mutate({}, key))).id),
  );
}

/** Has each of them look at as many pages, some of which nobody has asked for before. */
export async function browse(buyers: readonly ShopClient[], pages: number): Promise<void> {
  await Promise.all(
    buyers.map(async ({ catalog }) => {
      for (let page = 1; page <= pages; page++) {
        const { items } = await untilAnswered(() => catalog.products.query({ limit: page }));
        for (const { slug } of items) await untilAnswered(() => catalog.product.query({ slug }));
        await untilAnswered(() => catalog.products.query({ q: crypto.randomUUID() }));
      }
    }),
  );
}

/**
 * Waits until each of the replicas has those carts. One whose primary has just come back may answer nothing at first, and
 * shows what it had before to whoever keeps a connection to it: it is asked by a new one each time.
 */
export async function untilReplicated(replicas: readonly Replica[], ids: string[]): Promise<void> {
  await Promise.all(
    replicas.map(async ({ sqld }) => {
      while (!(await hasAll(sqld.url, ids))) await delay(pause);
    }),
  );
}

async function hasAll(url: string, ids: string[]): Promise<boolean> {
  const { client, db } = openDatabase({ url });
  try {
    return (await db.$count(carts, inArray(carts.id, ids))) === ids.length;
  } catch {
    return false;
  } finally {
    client.close();
  }
}
