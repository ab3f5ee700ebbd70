import { z } from "zod";
import type { ProductStatus } from "../../../../db/enums.ts";
import type { ProductDetails } from "../product-draft.ts";
import { flag, list, oneOf, path, text, textOrNull } from "./cells.ts";

/** Of the cells of the row that has the product's title. */
export const detailsSchema = z
  .object({
    Title: text,
    "Body (HTML)": text.optional(),
    Vendor: textOrNull.optional(),
    "Product Category": path.optional(),
    Type: textOrNull.optional(),
    Tags: list.optional(),
    Published: flag(false).optional(),
    "SEO Title": textOrNull.optional(),
    "SEO Description": textOrNull.optional(),
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

/** What Shopify writes for a product that is in no category. */
const uncategorized = "Uncategorized";

function toCategory(path: string[] = [], type?: string | null): string[] | undefined {
  const named = path.filter((name) => name !== uncategorized);
  if (named.length > 0) return named;
  return type ? [type] : undefined;
}
