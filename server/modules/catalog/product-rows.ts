import type { Transaction } from "../../../db/transaction.ts";
import { standardTaxClass, zeroTaxClass } from "../../core/tax-classes.ts";
import { findForeignCodes } from "./find-variants.ts";
import type { VariantMatch } from "./match-variants.ts";
import { plainText } from "./plain-text.ts";
import type { ImageDraft, ProductDetails, VariantDraft } from "./product-draft.ts";
import { titleKey } from "./title-key.ts";

/** What a draft says of a product's own row. */
export function detailsRow(details: ProductDetails) {
  const { title, description, vendor, type, status, seoTitle, seoDescription } = details;
  const descriptionText = description === undefined ? undefined : plainText(description);
  return {
    title,
    titleKey: titleKey(title),
    description,
    descriptionText,
    vendor,
    type,
    status,
    seoTitle,
    seoDescription,
  };
}

/** When a product came or comes out: as it is told, else when it is first published. */
export function publishedAt(
  before: Date | null,
  details: ProductDetails | undefined,
  now: Date,
): Date | null {
  const { publishedAt: told, status } = details ?? {};
  if (told !== undefined && (told !== null || status !== "published")) return told;
  return before ?? (status === "published" ? now : null);
}

/** Whose rates it is taxed by: as it is told; what is only told to be taxed is not at zero, and else stays as it is. */
export function taxClass(before: string, details: ProductDetails | undefined): string {
  const { taxClass: told, isTaxed = false } = details ?? {};
  return told ?? (isTaxed && before === zeroTaxClass ? standardTaxClass : before);
}

export function imageOfVariant({ draft: { imageUrl } }: VariantMatch<unknown>): ImageDraft[] {
  return imageUrl ? [{ url: imageUrl }] : [];
}

/** The slugs of other products that have SKUs and barcodes of these variants. */
export async function findForeign(db: Transaction, productId: string, drafts: readonly VariantDraft[]) {
  return {
    sku: await findForeignCodes(db, productId, "sku", drafts),
    barcode: await findForeignCodes(db, productId, "barcode", drafts),
  };
}
