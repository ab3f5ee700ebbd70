import { and, count, eq, sql, sum } from "drizzle-orm";
import { rowInsert } from "../../../db/insert.ts";
import { maxCartUnits } from "../../../db/limits.ts";
import { prepared } from "../../../db/prepared.ts";
import { cartLines, prices, products, stockLevels, variants } from "../../../db/schema/index.ts";
import type { ServiceContext, TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { offersOf, readOffers } from "../catalog/offers.ts";
import { unitPrice } from "../catalog/unit-price.ts";
import { availableUnits } from "../inventory/available.ts";
import { type CartRecord, changeCart } from "./change-cart.ts";
import { type Cart, maxLines, maxQuantity } from "./schema.ts";

const { placeholder } = sql;

/** The line itself, wherever it is named with its cart, so that no one changes another cart's. */
const isLine = and(eq(cartLines.id, placeholder("lineId")), eq(cartLines.cartId, placeholder("cartId")));

const lineStatement = prepared((db) =>
  db.select({ variantId: cartLines.variantId }).from(cartLines).where(isLine),
);

const lineOfVariantStatement = prepared((db) =>
  db
    .select({ id: cartLines.id, quantity: cartLines.quantity })
    .from(cartLines)
    .where(
      and(eq(cartLines.cartId, placeholder("cartId")), eq(cartLines.variantId, placeholder("variantId"))),
    ),
);

const sizeStatement = prepared((db) =>
  db
    .select({ lines: count(), units: sum(cartLines.quantity).mapWith(Number) })
    .from(cartLines)
    .where(eq(cartLines.cartId, placeholder("cartId"))),
);

const insertLine = rowInsert(cartLines);

const updateStatement = prepared((db) =>
  db
    .update(cartLines)
    .set({
      quantity: sql`${placeholder("quantity")}`,
      seenUnitAmount: sql`${placeholder("seenUnitAmount")}`,
    })
    .where(isLine),
);

const removeStatement = prepared((db) => db.delete(cartLines).where(isLine).returning({ id: cartLines.id }));

/** What `variantId` costs in `currency` and how many there are, if it is for sale at `now` (milliseconds). */
const sellableStatement = prepared((db) =>
  db
    .select({
      amount: prices.amount,
      offers: offersOf(sql`variants.id`, sql`prices.currency`),
      policy: stockLevels.policy,
      onHand: stockLevels.onHand,
      reserved: stockLevels.reserved,
    })
    .from(variants)
    .innerJoin(products, eq(products.id, variants.productId))
    .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
    .innerJoin(prices, and(eq(prices.variantId, variants.id), eq(prices.currency, placeholder("currency"))))
    .where(
      sql`${variants.id} = ${placeholder("variantId")} and ${products.status} = 'published' and ${products.publishedAt} <= ${placeholder("now")}`,
    ),
);

/** Adds units of a variant, to its line when there is one. @throws VARIANT_UNAVAILABLE, OUT_OF_STOCK, BAD_REQUEST beyond the limits of a cart */
export function addLine(
  ctx: ServiceContext,
  { cartId, variantId, quantity }: { cartId: string; variantId: string; quantity: number },
): Promise<Cart> {
  return changeCart(ctx, cartId, async (tx, cart) => {
    const [line] = await lineOfVariantStatement(tx.db, { cartId, variantId });
    const wanted = (line?.quantity ?? 0) + quantity;
    if (wanted > maxQuantity) throw tooMany("quantity", `A line holds at most ${maxQuantity} units`);
    const seenUnitAmount = await sellableAmount(tx, cart, variantId, wanted);
    if (line) {
      await updateStatement(tx.db, { cartId, lineId: line.id, quantity: wanted, seenUnitAmount });
    } else {
      const createdAt = tx.clock.now();
      await insertLine(tx.db, {
        id: newId("line"),
        cartId,
        variantId,
        quantity,
        attributes: "{}",
        seenUnitAmount,
        createdAt,
      });
    }
    await assertWithinLimits(tx, cartId);
  });
}

/** Sets a line's quantity, 0 to remove it, and takes note of today's price. @throws NOT_FOUND, VARIANT_UNAVAILABLE, OUT_OF_STOCK */
export function updateLine(
  ctx: ServiceContext,
  { cartId, lineId, quantity }: { cartId: string; lineId: string; quantity: number },
): Promise<Cart> {
  if (quantity === 0) return removeLine(ctx, { cartId, lineId });
  return changeCart(ctx, cartId, async (tx, cart) => {
    const [line] = await lineStatement(tx.db, { cartId, lineId });
    if (!line) throw new AppError("NOT_FOUND");
    const seenUnitAmount = await sellableAmount(tx, cart, line.variantId, quantity);
    await updateStatement(tx.db, { cartId, lineId, quantity, seenUnitAmount });
    await assertWithinLimits(tx, cartId);
  });
}

/** @throws NOT_FOUND */
export function removeLine(
  ctx: ServiceContext,
  { cartId, lineId }: { cartId: string; lineId: string },
): Promise<Cart> {
  return changeCart(ctx, cartId, async (tx) => {
    const removed = await removeStatement(tx.db, { cartId, lineId });
    if (removed.length === 0) throw new AppError("NOT_FOUND");
  });
}

/** What one of so many units costs in the cart's currency, when they can be sold now. Holds nothing: ordering does. */
async function sellableAmount(
  { db, clock }: TransactionContext,
  { currency }: CartRecord,
  variantId: string,
  quantity: number,
): Promise<number> {
  const now = clock.now();
  const [sellable] = await sellableStatement(db, { variantId, currency, now: now.getTime() });
  if (!sellable) throw new AppError("VARIANT_UNAVAILABLE", { variantId });
  const available = availableUnits(sellable);
  if (available < quantity) throw new AppError("OUT_OF_STOCK", { variantId, available });
  return unitPrice(sellable.amount, readOffers(sellable.offers), { quantity, now });
}

/** A larger cart is a mistake or an attack, and its sum might be beyond what JavaScript can hold. */
async function assertWithinLimits({ db }: TransactionContext, cartId: string): Promise<void> {
  const [size] = await sizeStatement(db, { cartId });
  if ((size?.lines ?? 0) > maxLines) throw tooMany("variantId", `A cart holds at most ${maxLines} lines`);
  if ((size?.units ?? 0) > maxCartUnits) {
    throw tooMany("quantity", `A cart holds at most ${maxCartUnits} units`);
  }
}

function tooMany(path: string, message: string): AppError<"BAD_REQUEST"> {
  return new AppError("BAD_REQUEST", { issues: [{ path, message }] });
}
