import { and, count, eq, sql } from "drizzle-orm";
import { cartLines, prices, products, stockLevels, variants } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { availableUnits } from "../inventory/available.ts";
import { type CartRecord, changeCart, type TransactionContext } from "./change-cart.ts";
import { type Cart, maxLines, maxQuantity } from "./schema.ts";

/** Adds units of a variant, to its line when there is one. @throws VARIANT_UNAVAILABLE, OUT_OF_STOCK, BAD_REQUEST beyond the limits of a cart */
export function addLine(
  ctx: ServiceContext,
  { cartId, variantId, quantity }: { cartId: string; variantId: string; quantity: number },
): Promise<Cart> {
  return changeCart(ctx, cartId, async (tx, cart) => {
    const [line] = await tx.db
      .select({ id: cartLines.id, quantity: cartLines.quantity })
      .from(cartLines)
      .where(and(eq(cartLines.cartId, cartId), eq(cartLines.variantId, variantId)));
    const wanted = (line?.quantity ?? 0) + quantity;
    if (wanted > maxQuantity) throw tooMany("quantity", `A line holds at most ${maxQuantity} units`);
    const seenUnitAmount = await sellableAmount(tx, cart, variantId, wanted);
    if (line) {
      await tx.db
        .update(cartLines)
        .set({ quantity: wanted, seenUnitAmount })
        .where(eq(cartLines.id, line.id));
      return;
    }
    const [lines] = await tx.db
      .select({ count: count() })
      .from(cartLines)
      .where(eq(cartLines.cartId, cartId));
    if ((lines?.count ?? 0) >= maxLines) throw tooMany("variantId", `A cart holds at most ${maxLines} lines`);
    await tx.db.insert(cartLines).values({
      id: newId("line"),
      cartId,
      variantId,
      quantity,
      seenUnitAmount,
      createdAt: tx.clock.now(),
    });
  });
}

/** Sets a line's quantity, 0 to remove it, and takes note of today's price. @throws NOT_FOUND, VARIANT_UNAVAILABLE, OUT_OF_STOCK */
export function updateLine(
  ctx: ServiceContext,
  { cartId, lineId, quantity }: { cartId: string; lineId: string; quantity: number },
): Promise<Cart> {
  if (quantity === 0) return removeLine(ctx, { cartId, lineId });
  return changeCart(ctx, cartId, async (tx, cart) => {
    const [line] = await tx.db
      .select({ variantId: cartLines.variantId })
      .from(cartLines)
      .where(ofCart(cartId, lineId));
    if (!line) throw new AppError("NOT_FOUND");
    const seenUnitAmount = await sellableAmount(tx, cart, line.variantId, quantity);
    await tx.db.update(cartLines).set({ quantity, seenUnitAmount }).where(ofCart(cartId, lineId));
  });
}

/** @throws NOT_FOUND */
export function removeLine(
  ctx: ServiceContext,
  { cartId, lineId }: { cartId: string; lineId: string },
): Promise<Cart> {
  return changeCart(ctx, cartId, async (tx) => {
    const removed = await tx.db
      .delete(cartLines)
      .where(ofCart(cartId, lineId))
      .returning({ id: cartLines.id });
    if (removed.length === 0) throw new AppError("NOT_FOUND");
  });
}

function ofCart(cartId: string, lineId: string) {
  return and(eq(cartLines.id, lineId), eq(cartLines.cartId, cartId));
}

/** What a unit costs in the cart's currency, when that many can be sold now. Holds nothing: ordering does. */
async function sellableAmount(
  { db, clock }: TransactionContext,
  { currency }: CartRecord,
  variantId: string,
  quantity: number,
): Promise<number> {
  const [variant] = await db
    .select({
      amount: prices.amount,
      policy: stockLevels.policy,
      onHand: stockLevels.onHand,
      reserved: stockLevels.reserved,
    })
    .from(variants)
    .innerJoin(products, eq(products.id, variants.productId))
    .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
    .innerJoin(prices, and(eq(prices.variantId, variants.id), eq(prices.currency, currency)))
    .where(
      sql`${variants.id} = ${variantId} and ${products.status} = 'published' and ${products.publishedAt} <= ${clock.now().getTime()}`,
    );
  if (!variant) throw new AppError("VARIANT_UNAVAILABLE", { variantId });
  const available = availableUnits(variant);
  if (available < quantity) throw new AppError("OUT_OF_STOCK", { variantId, available });
  return variant.amount;
}

function tooMany(path: string, message: string): AppError<"BAD_REQUEST"> {
  return new AppError("BAD_REQUEST", { issues: [{ path, message }] });
}
