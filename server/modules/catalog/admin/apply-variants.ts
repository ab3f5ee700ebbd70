import { asc, eq } from "drizzle-orm";
import { productImages, products, variants } from "../../../../db/schema/index.ts";
import type { Transaction } from "../../../../db/transaction.ts";
import type { TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { differences } from "../differences.ts";
import { findForeignCodes } from "../find-variants.ts";
import { optionsOf } from "../product-options.ts";
import { replacePrices } from "../save-prices.ts";
import { insertVariants, updateVariants } from "../variant-rows.ts";
import type { ProductRow } from "./change-product.ts";
import { type PlannedVariant, planVariants, type WantedVariants } from "./plan-variants.ts";
import { removeVariants } from "./remove-variants.ts";

/**
 * Brings a product's variants, their prices and its options to what is wanted.
 * @throws BAD_REQUEST, NOT_FOUND for the id of no variant of its own
 */
export async function applyVariants(
  tx: TransactionContext,
  product: ProductRow,
  wanted: WantedVariants,
): Promise<void> {
  const { db, clock } = tx;
  const now = clock.now();
  const { id: productId } = product;
  const known = await db
    .select()
    .from(variants)
    .where(eq(variants.productId, productId))
    .orderBy(asc(variants.position), asc(variants.id));
  const ids = new Set(known.map(({ id }) => id));
  if (wanted.variants.some(({ id }) => id !== undefined && !ids.has(id))) throw new AppError("NOT_FOUND");

  const { planned, removed, issues } = planVariants(wanted, {
    productId,
    known,
    imageIds: await imageIdsOf(db, productId),
    foreign: {
      sku: await findForeignCodes(db, productId, "sku", wanted.variants),
      barcode: await findForeignCodes(db, productId, "barcode", wanted.variants),
    },
  });
  if (issues.length > 0) throw new AppError("BAD_REQUEST", { issues });

  await removeVariants(tx, removed);
  await updateVariants(db, planned.flatMap(changeOf), now);
  await insertVariants(db, planned.flatMap(additionOf), now);
  await applyPrices(db, planned);
  const values = planned.map(({ row }) => row.optionValues);
  const options = optionsOf(wanted.optionNames, values);
  if (Bun.deepEquals(options, product.options)) return;
  await db.update(products).set({ options }).where(eq(products.id, productId));
}

async function imageIdsOf(db: Transaction, productId: string): Promise<Map<string, string>> {
  const images = await db
    .select({ id: productImages.id, url: productImages.url })
    .from(productImages)
    .where(eq(productImages.productId, productId));
  return new Map(images.map(({ id, url }) => [url, id]));
}

function changeOf({ before, row }: PlannedVariant) {
  const fields = before && differences(before, row);
  return before && fields ? [{ id: before.id, fields }] : [];
}

function additionOf({ before, input, row }: PlannedVariant) {
  const { policy = "deny", onHand = 0 } = input?.stock ?? {};
  return before ? [] : [{ row, stock: { policy, onHand } as const }];
}

async function applyPrices(db: Transaction, planned: readonly PlannedVariant[]): Promise<void> {
  const priced = planned.flatMap(({ input, row }) =>
    input?.prices ? [{ id: row.id, prices: input.prices }] : [],
  );
  await replacePrices(
    db,
    priced.map(({ id }) => id),
    priced.flatMap(({ id, prices }) => prices.map((price) => ({ ...price, variantId: id }))),
  );
}
