import type { Database } from "../db/client.ts";
import {
  cartLines,
  carts,
  markets,
  promotionCodes,
  promotions,
  shippingOptions,
} from "../db/schema/index.ts";
import { transact } from "../db/transaction.ts";
import { newCartId, newId } from "../server/core/ids.ts";
import { type BenchProduct, type BenchVariant, currency } from "./catalogue.ts";
import { pick, seededRandom } from "./random.ts";

export const linesPerCart = 3;

export const email = "ada@example.com";

export const address = {
  firstName: "Ada",
  lastName: "Lovelace",
  line1: "12 St James's Square",
  city: "London",
  postalCode: "SW1Y 4JH",
  country: "GB",
};

export interface BenchLine {
  variant: BenchVariant;
  quantity: number;
}

export interface Shipping {
  id: string;
  amount: number;
}

/** The way to deliver that every order of the run takes. */
export async function chooseShipping(db: Database): Promise<Shipping> {
  const [option] = await db.select().from(shippingOptions).limit(1);
  const amount = option?.prices[currency]?.steps[0]?.amount;
  if (!option || amount === undefined) throw new Error("the store delivers nothing");
  return { id: option.id, amount };
}

/** Lines of different products, chosen at random. */
export function chooseLines(
  catalogue: readonly BenchProduct[],
  random: () => number,
  count = linesPerCart,
): BenchLine[] {
  const chosen = new Set<BenchProduct>();
  while (chosen.size < count) chosen.add(pick(catalogue, random));
  return [...chosen].map(({ variants }) => ({
    variant: pick(variants, random),
    quantity: 1 + Math.floor(random() * 3),
  }));
}

/** What the lines cost together, in minor units. */
export function subtotal(lines: readonly BenchLine[]): number {
  return lines.reduce((sum, { variant, quantity }) => sum + variant.amount * quantity, 0);
}

/** What a code takes off an order, in minor units. */
export const coupon = { code: "BENCH", amount: 100 } as const;

export async function insertCoupon(db: Database): Promise<void> {
  const now = new Date();
  const promotionId = newId("promo");
  await db.insert(promotions).values({
    id: promotionId,
    name: "Bench",
    trigger: "code",
    status: "active",
    conditions: {
      markets: null,
      customerGroups: null,
      firstOrder: false,
      minSubtotal: null,
      minQuantity: null,
      weekdays: null,
      timeZone: "UTC",
    },
    effect: { type: "fixed_amount", target: "order", amounts: { [currency]: coupon.amount } },
    createdAt: now,
    updatedAt: now,
  });
  await db.insert(promotionCodes).values({ code: coupon.code, promotionId, createdAt: now });
}

/** New carts with nothing in them. */
export function insertEmptyCarts(db: Database, count: number): Promise<string[]> {
  return insertCarts(db, count, {});
}

export interface FilledCart {
  cartId: string;
  lines: BenchLine[];
}

/** New carts that lack nothing to be ordered, and what is in them. */
export async function insertReadyCarts(
  db: Database,
  count: number,
  { catalogue, shipping }: { catalogue: readonly BenchProduct[]; shipping: Shipping },
  lineCount = linesPerCart,
): Promise<FilledCart[]> {
  const random = seededRandom(2);
  const ids = await insertCarts(db, count, {
    email,
    shippingAddress: address,
    shippingOptionId: shipping.id,
  });
  const ready = ids.map((cartId) => ({ cartId, lines: chooseLines(catalogue, random, lineCount) }));
  await transact({ db }, async ({ db }) => {
    for (const { cartId, lines } of ready) {
      await db.insert(cartLines).values(
        lines.map(({ variant, quantity }) => ({
          id: newId("line"),
          cartId,
          variantId: variant.id,
          quantity,
          seenUnitAmount: variant.amount,
          createdAt: new Date(),
        })),
      );
    }
  });
  return ready;
}

function insertCarts(
  db: Database,
  count: number,
  fields: Partial<typeof carts.$inferInsert>,
): Promise<string[]> {
  return transact({ db }, async ({ db }) => {
    const [market] = await db.select().from(markets).limit(1);
    if (!market) throw new Error("the store has no market");
    const ids = Array.from({ length: count }, newCartId);
    const now = new Date();
    for (const id of ids) {
      await db
        .insert(carts)
        .values({ id, market: market.code, currency, createdAt: now, updatedAt: now, ...fields });
    }
    return ids;
  });
}
