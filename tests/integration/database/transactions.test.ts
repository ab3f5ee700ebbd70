import { expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { brokenConstraint } from "../../../db/errors.ts";
import { stockLevels } from "../../../db/schema/index.ts";
import { batch, transact } from "../../../db/transaction.ts";
import { newProduct } from "../../../testing/products.ts";
import { newDatabase } from "../../helpers/database.ts";

async function newLevel(onHand = 0) {
  const { db } = await newDatabase();
  const { variantId } = await newProduct(db, { onHand });
  const level = async () =>
    (await db.select().from(stockLevels).where(eq(stockLevels.variantId, variantId)))[0];
  return { db, variantId, level };
}

test("two hundred transactions at once all finish and none is lost", async () => {
  const { db, variantId, level } = await newLevel();
  await Promise.all(
    Array.from({ length: 200 }, () =>
      transact({ db }, async (tx) => {
        const [read] = await tx.db.select().from(stockLevels).where(eq(stockLevels.variantId, variantId));
        const lowStockThreshold = (read?.lowStockThreshold ?? 0) + 1;
        await tx.db
          .update(stockLevels)
          .set({ lowStockThreshold })
          .where(eq(stockLevels.variantId, variantId));
      }),
    ),
  );
  expect((await level())?.lowStockThreshold).toBe(200);
});

test("a transaction inside another is part of it", async () => {
  const { db, variantId, level } = await newLevel();
  const set = (lowStockThreshold: number) => (tx: { db: Parameters<typeof transact>[0]["db"] }) =>
    tx.db.update(stockLevels).set({ lowStockThreshold }).where(eq(stockLevels.variantId, variantId));
  const failed = transact({ db }, async (outer) => {
    await transact(outer, set(5));
    throw new Error("the outer one fails");
  });
  await expect(failed).rejects.toThrow("the outer one fails");
  expect((await level())?.lowStockThreshold).toBe(null);
});

test("a batch joins the transaction it is called in, and gives the same answers as outside of one", async () => {
  const { db, variantId, level } = await newLevel();
  const read = (ctx: { db: Parameters<typeof batch>[0]["db"] }) =>
    batch(ctx, (connection) => [
      connection
        .select({ threshold: stockLevels.lowStockThreshold })
        .from(stockLevels)
        .where(eq(stockLevels.variantId, variantId)),
    ]);
  expect(await read({ db })).toEqual([[{ threshold: null }]]);
  await transact({ db }, async (tx) => {
    await batch(tx, (connection) => [
      connection
        .update(stockLevels)
        .set({ lowStockThreshold: 8 })
        .where(eq(stockLevels.variantId, variantId)),
    ]);
    expect(await read(tx)).toEqual([[{ threshold: 8 }]]);
    expect((await level())?.lowStockThreshold).toBe(null);
  });
  expect((await level())?.lowStockThreshold).toBe(8);
});

test("the database refuses to oversell and says which rule was broken", async () => {
  const { db, variantId } = await newLevel(3);
  const error = await db
    .update(stockLevels)
    .set({ reserved: sql`reserved + 4` })
    .where(eq(stockLevels.variantId, variantId))
    .catch((thrown) => thrown);
  expect(brokenConstraint(error)).toBe("stock_levels_not_oversold");
});

test("an error that broke no constraint names none", async () => {
  const { db } = await newLevel();
  const error = await db.run(sql`select nonsense from nowhere`).catch((thrown) => thrown);
  expect(brokenConstraint(error)).toBeUndefined();
  expect(brokenConstraint(new Error("UNIQUE constraint failed: elsewhere"))).toBeUndefined();
});
