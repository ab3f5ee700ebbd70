import { expect, spyOn, test } from "bun:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { priceOffers, productListings } from "../../db/schema/index.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { ListingRefresher } from "../../server/jobs/refresh-listings.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newClock } from "../helpers/clock.ts";
import { newServiceContext } from "../helpers/context.ts";
import { newDatabase } from "../helpers/database.ts";

const hour = 60 * 60 * 1000;

test("a product tells the offers that hold or will, and what one unit costs now", async () => {
  const clock = newClock();
  const { client, db } = await createTestShop({ clock });
  const { variantId, slug } = await newProduct(db, { amount: 1_000 });
  const inHours = (hours: number) => new Date(clock.now().getTime() + hours * hour);
  const [soon, later] = [inHours(1), inHours(2)];
  const offer = { variantId, currency: "EUR" };
  await db.insert(priceOffers).values([
    { ...offer, id: "a", amount: 900, minQuantity: 10 },
    { ...offer, id: "b", amount: 700, startsAt: soon, endsAt: later },
    { ...offer, id: "c", amount: 100, endsAt: inHours(-1) },
  ]);
  const variant = async () => (await client.catalog.product.query({ slug })).variants[0];
  const eur = (amount: number) => ({ amount, currency: "EUR" });
  const bulk = { price: eur(900), minQuantity: 10, startsAt: null, endsAt: null };
  const dated = { price: eur(700), minQuantity: 1, startsAt: soon, endsAt: later };
  expect(await variant()).toMatchObject({ price: eur(1_000), compareAtPrice: null, offers: [dated, bulk] });
  clock.advance(hour);
  expect(await variant()).toMatchObject({ price: eur(700), compareAtPrice: eur(1_000) });
  clock.advance(hour);
  expect(await variant()).toMatchObject({ price: eur(1_000), compareAtPrice: null, offers: [bulk] });
});

/** A clock, a refresher that has refreshed, and an offer in ten seconds of a product that costs 1000. */
async function newSale() {
  const clock = newClock();
  const { db } = await newDatabase();
  const refresher = new ListingRefresher(await newServiceContext({ db, clock }), createLogger("silent"));
  const { variantId } = await newProduct(db, { amount: 1_000 });
  await refresher.runDue();
  const startsAt = new Date(clock.now().getTime() + 10_000);
  await db.insert(priceOffers).values({ id: "offer", variantId, currency: "EUR", amount: 600, startsAt });
  const listed = async () => (await db.select().from(productListings))[0]?.amount;
  return { clock, db, refresher, listed };
}

test("lists follow an offer soon after the moment, also one that was made a moment ago", async () => {
  const { clock, refresher, listed } = await newSale();
  const rounds = spyOn(refresher, "runDue");
  const stop = refresher.start();
  while (!rounds.mock.results[0]) await nextTurn();
  await rounds.mock.results[0].value;
  clock.advance(10_000);
  while ((await listed()) !== 600) await nextTurn();
  await stop();
  expect(await listed()).toBe(600);
});

test("lists are put right where the database's clock was late", async () => {
  const { clock, db, refresher, listed } = await newSale();
  clock.advance(10_000);
  await refresher.runDue();
  await db.update(productListings).set({ amount: 1_000 }); // by a trigger, to which the offer has not begun
  clock.advance(30_000);
  await refresher.runDue();
  expect(await listed()).toBe(600);
});

test("lists follow offers as they begin and end", async () => {
  const clock = newClock();
  const { db } = await newDatabase();
  const ctx = await newServiceContext({ db, clock });
  const refresher = new ListingRefresher(ctx, createLogger("silent"));
  const start = clock.now().getTime();
  const made = [
    await newProduct(db, { amount: 1_000 }),
    await newProduct(db, { amount: 1_000 }),
    await newProduct(db, { amount: 1_000 }),
  ];
  await refresher.runDue();
  for (const { variantId } of made.slice(1)) {
    await db.insert(priceOffers).values({
      id: `offer_${variantId}`,
      variantId,
      currency: "EUR",
      amount: 600,
      startsAt: new Date(start + hour),
      endsAt: new Date(start + 2 * hour),
    });
  }
  const amounts = async () => {
    await refresher.runDue();
    const rows = await db.select().from(productListings).where(eq(productListings.currency, "EUR"));
    return made.map(({ productId }) => rows.find((row) => row.productId === productId)?.amount);
  };
  expect(await amounts()).toEqual([1_000, 1_000, 1_000]);
  clock.advance(hour);
  expect(await amounts()).toEqual([1_000, 600, 600]);
  clock.advance(hour);
  expect(await amounts()).toEqual([1_000, 1_000, 1_000]);
});
