import { eq, inArray, sql } from "drizzle-orm";
import { prices, stockLevels, variants } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import { newId } from "../../core/ids.ts";
import { differences } from "./differences.ts";
import type { KnownVariant } from "./find-variants.ts";
import type { VariantMatch } from "./match-variants.ts";
import { variantTitle } from "./variant-title.ts";

export interface VariantCounts {
  created: number;
  updated: number;
  unchanged: number;
}

interface Placement {
  productId: string;
  currency: string;
  /** The ids of the product's images by address. */
  imageIds: ReadonlyMap<string, string>;
  /** The last place that a variant of the product has; -1 when it has none. */
  lastPosition: number;
  now: Date;
}

type Match = VariantMatch<KnownVariant>;

/** Makes the variants that are new, with their stock, and changes the others where they differ. */
export async function saveVariants(
  db: Transaction,
  matches: readonly Match[],
  placement: Placement,
): Promise<VariantCounts> {
  const updated = await updateVariants(db, matches, placement); // first, as it frees option values for new ones
  const added = matches.filter(({ known }) => !known);
  if (added.length > 0) await insertVariants(db, added, placement);
  return { created: added.length, updated, unchanged: matches.length - added.length - updated };
}

async function insertVariants(
  db: Transaction,
  matches: readonly Match[],
  { productId, currency, imageIds, lastPosition, now }: Placement,
): Promise<void> {
  const rows = matches.map((match, index) => ({
    match,
    variantId: newId("var"),
    position: lastPosition + 1 + index,
  }));
  await db.insert(variants).values(
    rows.map(({ match, variantId, position }) => ({
      ...toRow(match, imageIds),
      id: variantId,
      productId,
      position,
      createdAt: now,
      updatedAt: now,
    })),
  );
  await db
    .insert(prices)
    .values(rows.map(({ match, variantId }) => ({ ...toPrice(match), variantId, currency })));
  await db
    .insert(stockLevels)
    .values(rows.map(({ match, variantId }) => ({ ...match.draft.stock, variantId })));
}

async function updateVariants(
  db: Transaction,
  matches: readonly Match[],
  { currency, imageIds, now }: Placement,
): Promise<number> {
  const changes = matches.flatMap((match) => {
    const { known } = match;
    const row = known && differences(known, toRow(match, imageIds));
    const price = known && differences(known, toPrice(match)) && toPrice(match);
    return row || price ? [{ id: known.id, row, price }] : [];
  });
  await parkOptionValues(
    db,
    changes.filter(({ row }) => row?.optionValues).map(({ id }) => id),
  );
  for (const { id, row, price } of changes) {
    await db
      .update(variants)
      .set({ ...row, updatedAt: now })
      .where(eq(variants.id, id));
    if (price) {
      await db
        .insert(prices)
        .values({ ...price, variantId: id, currency })
        .onConflictDoUpdate({ target: [prices.variantId, prices.currency], set: price });
    }
  }
  return changes.length;
}

/** Frees the option values of variants that get others, so that two of them can trade theirs. */
async function parkOptionValues(db: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length < 2) return;
  await db
    .update(variants)
    .set({ optionValues: sql`json_array(${variants.id})` })
    .where(inArray(variants.id, [...ids]));
}

function toRow({ draft, optionValues }: Match, imageIds: ReadonlyMap<string, string>) {
  const { sku, barcode, weightGrams, requiresShipping, imageUrl } = draft;
  return {
    sku,
    barcode,
    title: variantTitle(optionValues),
    optionValues,
    imageId: imageUrl ? imageIds.get(imageUrl) : imageUrl,
    weightGrams,
    requiresShipping,
  };
}

function toPrice({ draft: { amount, compareAtAmount } }: Match) {
  return { amount, compareAtAmount };
}
