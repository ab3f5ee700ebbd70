import { and, eq, ne, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { prices, products, variants } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import type { VariantDraft } from "./product-draft.ts";

const variantsStatement = prepared((db) =>
  db
    .select({
      id: variants.id,
      sku: variants.sku,
      barcode: variants.barcode,
      title: variants.title,
      optionValues: variants.optionValues,
      imageId: variants.imageId,
      weightGrams: variants.weightGrams,
      requiresShipping: variants.requiresShipping,
      position: variants.position,
      amount: prices.amount,
      compareAtAmount: prices.compareAtAmount,
    })
    .from(variants)
    .leftJoin(
      prices,
      and(eq(prices.variantId, variants.id), eq(prices.currency, sql.placeholder("currency"))),
    )
    .where(eq(variants.productId, sql.placeholder("productId")))
    .orderBy(variants.position),
);

export type KnownVariant = Awaited<ReturnType<typeof findVariants>>[number];

/** The variants of a product in their order, with their prices in the currency. */
export function findVariants(db: Transaction, productId: string, currency: string) {
  return variantsStatement(db, { productId, currency });
}

const foreignSkusStatement = prepared((db) =>
  db
    .select({ sku: sql<string>`${variants.sku}`, slug: products.slug })
    .from(variants)
    .innerJoin(products, eq(products.id, variants.productId))
    .where(
      and(
        sql`${variants.sku} in (select value from json_each(${sql.placeholder("skus")}))`,
        ne(variants.productId, sql.placeholder("productId")),
      ),
    ),
);

/** The slugs of the products other than this one that have SKUs of the drafts, by SKU. */
export async function findForeignSkus(
  db: Transaction,
  productId: string,
  drafts: readonly VariantDraft[],
): Promise<Map<string, string>> {
  const skus = JSON.stringify(drafts.flatMap(({ sku }) => sku ?? []));
  const found = await foreignSkusStatement(db, { skus, productId });
  return new Map(found.map(({ sku, slug }) => [sku, slug]));
}
