import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { createClient } from "../../client-sdk/src/index.ts";
import { openDatabase } from "../../db/client.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { startServer } from "../helpers/server-process.ts";
import { temporaryPath } from "../helpers/temporary.ts";

test("a server without a mail server leaves the confirmation of an order in its data folder", async () => {
  const url = await newDatabaseUrl();
  const { db, client: database } = openDatabase({ url });
  const { variantId } = await newProduct(db);
  database.close();

  const DATA_DIR = temporaryPath("data");
  const server = await startServer({ DATA_DIR, DATABASE_URL: url });
  const client = createClient({ url: server.url });
  const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 1 }]);
  const { order } = await client.order.place.mutate({ cartId, provider: "manual" });
  const folder = join(DATA_DIR, "mail");
  const path = join(folder, `order.placed.${order.id}.eml`);
  while (!existsSync(path) || readFileSync(path).length === 0) await fetch(`${server.url}/healthz`);
  expect(await server.stop("SIGTERM")).toBe(0);

  expect(readdirSync(folder).length).toBe(1);
  const { subject } = await simpleParser(readFileSync(path));
  expect(subject).toBe(`Your order ${order.number}`);
});
