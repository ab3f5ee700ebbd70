import { and, asc, eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import {
  cartLines,
  carts,
  prices,
  productImages,
  products,
  shippingOptions,
  stockLevels,
  variants,
} from "../../../db/schema/index.ts";
import { offersOf, readOffers } from "../catalog/offers.ts";
import { unitPrice } from "../catalog/unit-price.ts";

const { placeholder } = sql;

/** The cart of `cartId` and the shipping option chosen for it. */
export const cartStatement = prepared((db) =>
  db
    .select({ cart: carts, shippingOption: shippingOptions })
    .from(carts)
    .leftJoin(shippingOptions, eq(shippingOptions.id, carts.shippingOptionId))
    .where(eq(carts.id, placeholder("cartId"))),
);

/** Its lines in the order they were added, each with what the catalogue and the stock say of it at `now` (milliseconds). */
export const cartLinesStatement = prepared((db) =>
  db
    .select({
      id: cartLines.id,
      variantId: cartLines.variantId,
      quantity: cartLines.quantity,
      seenUnitAmount: cartLines.seenUnitAmount,
      sku: variants.sku,
      productSlug: products.slug,
      title: products.title,
      variantTitle: variants.title,
      published: sql<number>`${products.status} = 'published' and ${products.publishedAt} <= ${placeholder("now")}`,
      /** Of one unit, offers aside; null when it is not sold in the cart's currency any more. */
      amount: prices.amount,
      offers: offersOf(sql`cart_lines.variant_id`, sql`carts.currency`),
      policy: stockLevels.policy,
      onHand: stockLevels.onHand,
      reserved: stockLevels.reserved,
      image: sql<string | null>`(
        select json_object('url', i.url, 'alt', i.alt) from ${productImages} i
        where i.id = ${variants.imageId} or (${variants.imageId} is null and i.product_id = ${products.id})
        order by i.position limit 1
      )`,
    })
    .from(cartLines)
    .innerJoin(carts, eq(carts.id, cartLines.cartId))
    .innerJoin(variants, eq(variants.id, cartLines.variantId))
    .innerJoin(products, eq(products.id, variants.productId))
    .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
    .leftJoin(prices, and(eq(prices.variantId, variants.id), eq(prices.currency, carts.currency)))
    .where(eq(cartLines.cartId, placeholder("cartId")))
    .orderBy(asc(cartLines.createdAt), asc(cartLines.id)),
);

export type CartRow = Awaited<ReturnType<typeof cartStatement>>[number];
type UnpricedLine = Awaited<ReturnType<typeof cartLinesStatement>>[number];

export interface CartLineRow extends Omit<UnpricedLine, "amount" | "offers"> {
  /** What a unit costs in that quantity now; null when it is not sold in the cart's currency any more. */
  unitAmount: number | null;
}

/** The lines with what a unit of each costs at that moment. */
export function priceLines(lines: readonly UnpricedLine[], now: Date): CartLineRow[] {
  return lines.map(({ amount, offers, ...line }) => ({
    ...line,
    unitAmount: amount === null ? null : unitPrice(amount, readOffers(offers), { ...line, now }),
  }));
}

/** A cart as it stands in the database, all that pricing and ordering it needs. */
export interface CartState extends CartRow {
  lines: CartLineRow[];
}
