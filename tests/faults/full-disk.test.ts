import { afterAll, expect, test } from "bun:test";
import { type DatabaseHandle, openDatabase } from "../../db/client.ts";
import { readyCart } from "../../testing/carts.ts";
import { fillDatabase } from "../../testing/database.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newDatabase } from "../helpers/database.ts";
import { readTables } from "../helpers/dump.ts";
import { expectAllToHold } from "../helpers/invariants.ts";
import { newLogRecorder } from "../helpers/logs.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { newSmallDisk } from "../helpers/small-disk.ts";

interface FillableDatabase {
  database: DatabaseHandle;
  fill(): Promise<void>;
  empty(): Promise<void>;
}

/** A shop on a disk that is full takes no orders, shows what it has, and sells again once there is space. */
async function expectToSurvive({ database, fill, empty }: FillableDatabase): Promise<void> {
  const log = newLogRecorder();
  const shop = await createTestShop({ database, logger: log.logger });
  const { variantId, slug } = await newProduct(shop.db);
  const carts = await Promise.all(
    Array.from({ length: 12 }, () => readyCart(shop, [{ variantId, quantity: 1 }])),
  );
  const attempts = carts.map(({ id: cartId }) => {
    const key = { idempotencyKey: crypto.randomUUID() };
    return () => shop.client.order.place.mutate({ cartId, provider: "manual" }, key);
  });
  await fill();

  const before = await readTables(shop);
  const refused = await Promise.all(attempts.map((place) => refusalOf(place())));
  for (const refusal of refused) {
    expect(refusal).toEqual({ code: "INTERNAL", data: { requestId: expect.any(String) } });
  }
  expect(await readTables(shop)).toEqual(before);
  expect((await shop.client.catalog.product.query({ slug })).slug).toBe(slug);
  expect(log.lines()).toContainEqual(
    expect.objectContaining({
      level: "error",
      fault: { name: "SqliteError", message: "database or disk is full" },
    }),
  );

  await empty();
  const placed = await Promise.all(attempts.map((place) => place()));
  expect(new Set(placed.map(({ order }) => order.id)).size).toBe(carts.length);
  await expectAllToHold(shop.db);
  const { rows } = await database.client.execute("pragma integrity_check");
  expect(rows.map((row) => row[0])).toEqual(["ok"]);
}

const disk = newSmallDisk(8);
afterAll(() => disk?.remove());

test.skipIf(!disk)(
  "a shop whose disk is full refuses orders, keeps none by half, and sells again without a restart",
  async () => {
    if (!disk) return;
    const url = `file:${disk.folder}/shop.db`;
    await fillDatabase(url);
    const database = openDatabase({ url });
    await expectToSurvive({
      database,
      async fill() {
        await database.client.executeMultiple("pragma wal_checkpoint(truncate)"); // what it has left would hold some orders
        disk.fill();
      },
      empty: async () => disk.empty(),
    });
  },
);

test("a shop whose database must not grow refuses orders, keeps none by half, and sells again without a restart", async () => {
  const database = await newDatabase();
  const { client } = database;
  await expectToSurvive({
    database,
    async fill() {
      await client.executeMultiple("vacuum; pragma max_page_count = 1"); // no less than it has now, says SQLite
    },
    async empty() {
      await client.executeMultiple("pragma max_page_count = 1000000");
    },
  });
});
