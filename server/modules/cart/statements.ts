import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import {
  cartLines,
  carts,
  customers,
  markets,
  prices,
  productImages,
  products,
  shippingOptions,
  stockLevels,
  variants,
} from "../../../db/schema/index.ts";
import { offersOf } from "../catalog/offers.ts";
import { freeUnitsOf } from "../inventory/free-units.ts";

const { placeholder } = sql;

const buyerId = sql`coalesce(carts.customer_id, ${placeholder("customerId")})`;
const email = sql`coalesce(${placeholder("email")}, carts.email)`;

/** Null while nobody knows who buys. */
const hasOrdered = sql<number | null>`case when coalesce(${buyerId}, ${email}) is not null then
  exists(select 1 from orders o where o.customer_id = ${buyerId} and o.status not in ('canceled', 'expired'))
  or exists(select 1 from orders o where o.email = ${email} and o.status not in ('canceled', 'expired'))
end`;

/** The cart of `cartId`, its market, its buyer, and the shipping option that it has or is to get; see `CartReading`. */
export const cartStatement = prepared((db) =>
  db
    .select({
      cart: carts,
      market: markets,
      shippingOption: shippingOptions,
      buyerId: sql<string | null>`${buyerId}`,
      buyerGroups: customers.groups,
      buyerTaxExempt: customers.taxExempt,
      buyerHasOrdered: hasOrdered,
    })
    .from(carts)
    .innerJoin(markets, eq(markets.code, carts.market))
    .leftJoin(
      shippingOptions,
      eq(shippingOptions.id, sql`coalesce(${placeholder("shippingOptionId")}, ${carts.shippingOptionId})`),
    )
    .leftJoin(customers, eq(customers.id, buyerId))
    .where(eq(carts.id, placeholder("cartId"))),
);

/** What the catalogue and the stock say of a variant at `now` (milliseconds), to who buys in that currency. */
const variantFacts = (currency: SQL) => ({
  variantId: variants.id,
  productId: products.id,
  sku: variants.sku,
  productSlug: products.slug,
  title: products.title,
  variantTitle: variants.title,
  published: sql<number>`${products.status} = 'published' and ${products.publishedAt} <= ${placeholder("now")}`,
  maxPerOrder: variants.maxPerOrder,
  weightGrams: variants.weightGrams,
  requiresShipping: variants.requiresShipping,
  taxClass: products.taxClass,
  /** As JSON text. */
  tags: sql<string>`(select json_group_array(tag) from product_tags where product_id = ${products.id})`,
  /** The product's categories and all above them, as JSON text. */
  categoryIds: sql<string>`(
    with recursive above(id) as (
      select category_id from product_categories where product_id = ${products.id}
      union select c.parent_id from categories c join above on c.id = above.id where c.parent_id is not null
    )
    select json_group_array(id) from above
  )`,
  /** Of one unit, offers aside; null when it is not sold in the cart's currency any more. */
  amount: prices.amount,
  offers: offersOf(sql`variants.id`, currency),
  policy: stockLevels.policy,
  onHand: stockLevels.onHand,
  reserved: stockLevels.reserved,
  located: freeUnitsOf(sql`variants.id`),
  image: sql<string | null>`(
    select json_object('url', i.url, 'alt', i.alt) from ${productImages} i
    where i.id = ${variants.imageId} or (${variants.imageId} is null and i.product_id = ${products.id})
    order by i.position limit 1
  )`,
});

const priceIn = (currency: SQL) => and(eq(prices.variantId, variants.id), eq(prices.currency, currency));

const cartCurrency = sql`carts.currency`;

/** The cart's lines in the order they were added, each with the facts of its variant. */
export const linesStatement = prepared((db) =>
  db
    .select({
      id: cartLines.id,
      quantity: cartLines.quantity,
      attributes: cartLines.attributes,
      seenUnitAmount: cartLines.seenUnitAmount,
      createdAt: cartLines.createdAt,
      ...variantFacts(cartCurrency),
    })
    .from(cartLines)
    .innerJoin(carts, eq(carts.id, cartLines.cartId))
    .innerJoin(variants, eq(variants.id, cartLines.variantId))
    .innerJoin(products, eq(products.id, variants.productId))
    .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
    .leftJoin(prices, priceIn(cartCurrency))
    .where(eq(cartLines.cartId, placeholder("cartId")))
    .orderBy(asc(cartLines.createdAt), asc(cartLines.id)),
);

/** The facts of one variant that a line of the cart may be of. */
export const variantStatement = prepared((db) =>
  db
    .select(variantFacts(cartCurrency))
    .from(variants)
    .innerJoin(carts, eq(carts.id, placeholder("cartId")))
    .innerJoin(products, eq(products.id, variants.productId))
    .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
    .leftJoin(prices, priceIn(cartCurrency))
    .where(eq(variants.id, placeholder("variantId"))),
);

const currency = sql`${placeholder("currency")}`;

/** The facts of the variants whose ids are given (JSON text), to who buys in `currency`. */
export const variantsStatement = prepared((db) =>
  db
    .select(variantFacts(currency))
    .from(variants)
    .innerJoin(products, eq(products.id, variants.productId))
    .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
    .leftJoin(prices, priceIn(currency))
    .where(sql`${variants.id} in (select value from json_each(${placeholder("variantIds")}))`),
);

export type CartRow = Awaited<ReturnType<typeof cartStatement>>[number];
export type CartRecord = CartRow["cart"];
export type LineRow = Awaited<ReturnType<typeof linesStatement>>[number];
export type VariantRow = Awaited<ReturnType<typeof variantStatement>>[number];
