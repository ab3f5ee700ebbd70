import type { Transaction } from "../../../db/transaction.ts";
import { newId } from "../../core/ids.ts";
import { differences } from "./differences.ts";
import type { KnownVariant } from "./find-variants.ts";
import type { VariantMatch } from "./match-variants.ts";
import { type PriceDraft, replacePrices, savePrices } from "./save-prices.ts";
import { hasPrices } from "./variant-prices.ts";
import { insertVariants, updateVariants } from "./variant-rows.ts";
import { variantTitle } from "./variant-title.ts";

export interface VariantCounts {
  created: number;
  updated: number;
  unchanged: number;
}

interface Placement {
  productId: string;
  /** Whether the prices of each are all there are to be. */
  isWhole: boolean;
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
  const { productId, isWhole, imageIds, lastPosition, now } = placement;
  const added = matches
    .filter(({ known }) => !known)
    .map((match, index) => ({
      match,
      row: {
        ...toRow(match, imageIds),
        id: newId("var"),
        productId,
        position: lastPosition + 1 + index,
      },
      stock: match.draft.stock,
    }));
  const changed = matches.flatMap((match) => {
    const { known } = match;
    const fields = known && differences(known, toRow(match, imageIds));
    const priced = known && !hasPrices(known.prices, match.draft.prices, isWhole);
    return fields || priced ? [{ id: known.id, fields: fields ?? {}, match, priced }] : [];
  });
  await updateVariants(
    db,
    changed.filter(({ fields }) => Object.keys(fields).length > 0),
    now,
  ); // first, as it frees option values for new ones
  await insertVariants(db, added, now);
  const repriced = changed.filter(({ priced }) => priced);
  const prices = [
    ...repriced.flatMap(({ id, match }) => toPrices(id, match)),
    ...added.flatMap(({ row, match }) => toPrices(row.id, match)),
  ];
  const ids = repriced.map(({ id }) => id);
  if (isWhole && ids.length > 0) await replacePrices(db, ids, prices);
  else await savePrices(db, prices);
  const unchanged = matches.length - added.length - changed.length;
  return { created: added.length, updated: changed.length, unchanged };
}

export function toRow({ draft, optionValues }: Match, imageIds: ReadonlyMap<string, string>) {
  const { sku, barcode, weightGrams, lengthMm, widthMm, heightMm, requiresShipping, maxPerOrder, imageUrl } =
    draft;
  return {
    sku,
    barcode,
    title: variantTitle(optionValues),
    optionValues,
    imageId: imageUrl ? imageIds.get(imageUrl) : imageUrl,
    weightGrams,
    lengthMm,
    widthMm,
    heightMm,
    requiresShipping,
    maxPerOrder,
  };
}

function toPrices(variantId: string, { draft: { prices } }: Match): PriceDraft[] {
  return prices.map((price) => ({ ...price, variantId }));
}
