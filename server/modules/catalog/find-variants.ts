import { and, asc, eq, ne, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { products, variants } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import type { VariantDraft } from "./product-draft.ts";
import { pricesOf, readPrices } from "./variant-prices.ts";

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
      lengthMm: variants.lengthMm,
      widthMm: variants.widthMm,
      heightMm: variants.heightMm,
      requiresShipping: variants.requiresShipping,
      maxPerOrder: variants.maxPerOrder,
      position: variants.position,
      prices: pricesOf(sql`variants.id`),
    })
    .from(variants)
    .where(eq(variants.productId, sql.placeholder("productId")))
    .orderBy(asc(variants.position), asc(variants.id)),
);

export type KnownVariant = Awaited<ReturnType<typeof findVariants>>[number];

/** The variants of a product in their order, with all their prices. */
export async function findVariants(db: Transaction, productId: string) {
  const rows = await variantsStatement(db, { productId });
  return rows.map((row) => ({ ...row, prices: readPrices(row.prices) }));
}

const foreignCodesStatement = (code: typeof variants.sku | typeof variants.barcode) =>
  prepared((db) =>
    db
      .select({ code: sql<string>`${code}`, slug: products.slug })
      .from(variants)
      .innerJoin(products, eq(products.id, variants.productId))
      .where(
        and(
          sql`${code} in (select value from json_each(${sql.placeholder("codes")}))`,
          ne(variants.productId, sql.placeholder("productId")),
        ),
      ),
  );

const foreignCodesStatements = {
  sku: foreignCodesStatement(variants.sku),
  barcode: foreignCodesStatement(variants.barcode),
};

/** The slugs of the products other than this one that have these SKUs or barcodes, by SKU or barcode. */
export async function findForeignCodes(
  db: Transaction,
  productId: string,
  field: keyof typeof foreignCodesStatements,
  drafts: readonly Pick<VariantDraft, "sku" | "barcode">[],
): Promise<Map<string, string>> {
  const codes = JSON.stringify(drafts.flatMap((draft) => draft[field] ?? []));
  const found = await foreignCodesStatements[field](db, { codes, productId });
  return new Map(found.map(({ code, slug }) => [code, slug]));
}
