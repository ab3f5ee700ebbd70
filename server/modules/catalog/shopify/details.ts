import { z } from "zod";
import type { ProductStatus } from "../../../../db/enums.ts";
import { zeroTaxClass } from "../../../core/tax-classes.ts";
import { maxLengths } from "../limits.ts";
import type { ProductDetails } from "../product-draft.ts";
import { flag, oneOf, path, tags, taxClassOrNull, textOrNull, textUpTo } from "./cells.ts";

/** Of the cells of the row that has the product's title. */
export const detailsSchema = z
  .object({
    Title: textUpTo(maxLengths.title),
    "Body (HTML)": textUpTo(maxLengths.description).optional(),
    Vendor: textOrNull(maxLengths.vendor).optional(),
    "Product Category": path.optional(),
    Type: textOrNull(maxLengths.type).optional(),
    Tags: tags.optional(),
    Published: flag(false).optional(),
    "SEO Title": textOrNull(maxLengths.seoTitle).optional(),
    "SEO Description": textOrNull(maxLengths.seoDescription).optional(),
    "Variant Taxable": flag(true).optional(),
    "Variant Tax Code": taxClassOrNull.optional(),
    Status: oneOf(["active", "draft", "archived"], "active").optional(),
  })
  .transform(
    (cells): ProductDetails => ({
      title: cells.Title,
      description: cells["Body (HTML)"],
      vendor: cells.Vendor,
      type: cells.Type,
      seoTitle: cells["SEO Title"],
      seoDescription: cells["SEO Description"],
      tags: cells.Tags,
      tagsAreParted: cells.Tags && true,
      taxClass: toTaxClass(cells["Variant Taxable"], cells["Variant Tax Code"]),
      isTaxed: cells["Variant Taxable"],
      status: toStatus(cells.Published, cells.Status),
      category: toCategory(cells["Product Category"], cells.Type),
    }),
  );

type ShopifyStatus = "active" | "draft" | "archived";

function toStatus(published?: boolean, status?: ShopifyStatus): ProductStatus | undefined {
  if (status === "archived") return "archived";
  if (published === undefined && status === undefined) return undefined;
  return published !== false && status !== "draft" ? "published" : "draft";
}

/** Shopify says of each variant whether it is taxed, and few shops say as what: without a code it says nothing of the class. */
function toTaxClass(isTaxed?: boolean, code?: string | null): string | undefined {
  return isTaxed === false ? zeroTaxClass : (code ?? undefined);
}

/** What Shopify writes for a product that is in no category. */
const uncategorized = "Uncategorized";

/** In a file that has no column for categories the type is the next best. */
function toCategory(path: string[] | undefined, type?: string | null): string[] | undefined {
  if (path === undefined) return type ? [type] : undefined;
  const named = path.filter((name) => name !== uncategorized);
  return named.length > 0 ? named : undefined;
}
