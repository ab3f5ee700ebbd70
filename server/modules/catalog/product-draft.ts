import type { ProductStatus, StockPolicy } from "../../../db/enums.ts";

/**
 * A product as somebody outside describes it, by its slug. What is left undefined is not spoken of: it stays as it is,
 * or gets its default in a new product.
 */
export interface ProductDraft {
  slug: string;
  /** Of the amounts in it. */
  currency: string;
  /** Undefined when variants or images are added to a product that is there already. */
  details: ProductDetails | undefined;
  optionNames: string[] | undefined;
  variants: VariantDraft[];
  images: ImageDraft[];
}

export interface ProductDetails {
  title: string;
  /** HTML. */
  description?: string | undefined;
  vendor?: string | null | undefined;
  type?: string | null | undefined;
  status?: ProductStatus | undefined;
  tags?: string[] | undefined;
  /** The names of a category and those above it, the root first. */
  category?: string[] | undefined;
}

export interface VariantDraft {
  sku?: string | null | undefined;
  barcode?: string | null | undefined;
  /** One value for each of the product's options. */
  optionValues?: string[] | undefined;
  amount: number;
  compareAtAmount: number | null;
  weightGrams?: number | undefined;
  requiresShipping?: boolean | undefined;
  imageUrl?: string | null | undefined;
  /** For a new variant; afterwards its stock belongs to the inventory. */
  stock: { policy: StockPolicy; onHand: number };
}

export interface ImageDraft {
  url: string;
  alt?: string | undefined;
  position?: number | null | undefined;
}

/** Why a product cannot be saved, or one variant of it, by its place in the draft. */
export interface DraftProblem {
  variant?: number;
  /** Null when it is the product as a whole. */
  field: "title" | "optionNames" | "optionValues" | "sku" | null;
  message: string;
}
