import type { ProductStatus, StockPolicy } from "../../../db/enums.ts";
import type { AttributeValue } from "./attribute-value.ts";
import type { CategoryStep } from "./category-path.ts";
import type { TranslationDraft } from "./save-translations.ts";

/**
 * A product as somebody outside describes it, by its slug. What is left undefined is not spoken of: it stays as it is,
 * or gets its default in a new product.
 */
export interface ProductDraft {
  slug: string;
  /** Undefined when variants or images are added to a product that is there already. */
  details: ProductDetails | undefined;
  optionNames: string[] | undefined;
  variants: VariantDraft[];
  /** Undefined when it does not speak of them, but for those of its variants. */
  images: ImageDraft[] | undefined;
  /**
   * Whether its images and each variant's prices are all there are to be; otherwise those it does not name stay.
   * Variants that it does not name stay in any case: carts and orders know them.
   */
  isWhole: boolean;
  /** Whether it says that there are no variants; else a new product of which none can be saved is refused. */
  isBare?: boolean | undefined;
}

export interface ProductDetails {
  title: string;
  /** HTML. */
  description?: string | undefined;
  vendor?: string | null | undefined;
  type?: string | null | undefined;
  status?: ProductStatus | undefined;
  /** Null is now, for a product that is published and was not before. */
  publishedAt?: Date | null | undefined;
  seoTitle?: string | null | undefined;
  seoDescription?: string | null | undefined;
  taxClass?: string | undefined;
  /** Whether it tells no class, but that it is taxed. */
  isTaxed?: boolean | undefined;
  tags?: string[] | undefined;
  /** Whether the tags stood between commas, which cannot tell a tag that holds one from two. */
  tagsAreParted?: boolean | undefined;
  /** The names of a category and those above it, the root first. */
  category?: string[] | undefined;
  /** All its categories instead, each as the path to it, the root first. */
  categories?: CategoryStep[][] | undefined;
  attributes?: Record<string, AttributeValue> | undefined;
  translations?: TranslationDraft[] | undefined;
  /** Slugs it had before, which go on leading to it where no other product has or had them. */
  oldSlugs?: string[] | undefined;
}

/** A price in one currency; offers that are undefined stay. */
export interface VariantPrice {
  currency: string;
  amount: number;
  compareAtAmount: number | null;
  offers?: PriceOffer[] | undefined;
}

export interface PriceOffer {
  amount: number;
  minQuantity: number;
  startsAt: Date | null;
  endsAt: Date | null;
}

export interface VariantDraft {
  sku?: string | null | undefined;
  barcode?: string | null | undefined;
  /** One value for each of the product's options. */
  optionValues?: string[] | undefined;
  prices: VariantPrice[];
  weightGrams?: number | undefined;
  /** Of the parcel. */
  lengthMm?: number | null | undefined;
  widthMm?: number | null | undefined;
  heightMm?: number | null | undefined;
  requiresShipping?: boolean | undefined;
  maxPerOrder?: number | null | undefined;
  imageUrl?: string | null | undefined;
  /** For a new variant; afterwards its stock belongs to the inventory. */
  stock: { policy: StockPolicy; onHand: number };
}

export interface ImageDraft {
  url: string;
  alt?: string | undefined;
  position?: number | null | undefined;
  /** In pixels, where it is known. */
  width?: number | null | undefined;
  height?: number | null | undefined;
  /** The same picture in other widths, the narrowest first. */
  sizes?: { url: string; width: number }[] | null | undefined;
}

/** Why a product cannot be saved, or one variant of it, by its place in the draft. */
export interface DraftProblem {
  variant?: number;
  /** Null when it is the product as a whole. */
  field: DraftField | null;
  message: string;
}

export type DraftField =
  | "title"
  | "optionNames"
  | "optionValues"
  | "sku"
  | "barcode"
  | "attributes"
  | "categories"
  | "translations";
