import type { ProductStatus } from "../../../../db/enums.ts";
import { formatDecimal } from "../../../core/money.ts";
import { standardTaxClass, zeroTaxClass } from "../../../core/tax-classes.ts";
import type { StoredProduct } from "../stored-products.ts";
import { type Cells, columns } from "./columns.ts";

/** The first line of an export. */
export const headerRow = `${columns.join(",")}\n`;

const optionNumbers = [1, 2, 3] as const;

const statuses = { published: "active", draft: "draft", archived: "archived" } as const;

interface Moment {
  /** Of the prices. */
  currency: string;
  now: Date;
}

type Variant = StoredProduct["variants"][number];

/** A product's rows: a variant and an image in each, as long as there are any. */
export function productRows(product: StoredProduct, { currency, now }: Moment): string {
  const { slug, variants, images } = product;
  const count = Math.max(variants.length, images.length, 1);
  const rows = Array.from({ length: count }, (_, index): Cells => {
    const [variant, image] = [variants[index], images[index]];
    return {
      Handle: slug,
      ...(index === 0 && detailCells(product, now)),
      ...((index === 0 || variant) && taxCells(product)),
      ...(variant && variantCells(product, variant, currency)),
      ...(image && {
        "Image Src": image.url,
        "Image Position": String(image.position),
        "Image Alt Text": image.alt,
      }),
    };
  });
  return rows.map((cells) => `${columns.map((column) => quote(cells[column] ?? "")).join(",")}\n`).join("");
}

function detailCells(product: StoredProduct, now: Date): Cells {
  const status = statusAt(product, now);
  return {
    Title: product.title,
    "Body (HTML)": product.description,
    Vendor: product.vendor ?? "",
    "Product Category": product.categories[0]?.map(({ name }) => name).join(" > ") ?? "",
    Type: product.type ?? "",
    Tags: product.tags.join(", "),
    Published: String(status === "published"),
    "SEO Title": product.seoTitle ?? "",
    "SEO Description": product.seoDescription ?? "",
    Status: statuses[status],
    ...(product.options.length === 0
      ? { "Option1 Name": "Title" }
      : Object.fromEntries(
          optionNumbers.map((number) => [`Option${number} Name`, product.options[number - 1]?.name ?? ""]),
        )),
  };
}

function taxCells({ taxClass }: StoredProduct): Cells {
  return {
    "Variant Taxable": String(taxClass !== zeroTaxClass),
    "Variant Tax Code": taxClass === zeroTaxClass || taxClass === standardTaxClass ? "" : taxClass,
  };
}

/** What is still to come would be for sale at once where nothing tells when it comes. */
function statusAt({ status, publishedAt }: StoredProduct, now: Date): ProductStatus {
  return status === "published" && publishedAt !== null && publishedAt > now ? "draft" : status;
}

function variantCells({ options }: StoredProduct, variant: Variant, currency: string): Cells {
  const price = variant.prices.find((each) => each.currency === currency);
  const { compareAtAmount = null } = price ?? {};
  return {
    ...(options.length === 0
      ? { "Option1 Value": "Default Title" }
      : Object.fromEntries(
          optionNumbers.map((number) => [`Option${number} Value`, variant.optionValues[number - 1] ?? ""]),
        )),
    "Variant SKU": asCode(variant.sku),
    "Variant Grams": String(variant.weightGrams),
    "Variant Inventory Tracker": variant.policy === "untracked" ? "" : "shopify",
    "Variant Inventory Qty": String(variant.onHand),
    "Variant Inventory Policy": variant.policy === "backorder" ? "continue" : "deny",
    "Variant Price": price ? formatDecimal(price.amount, currency) : "",
    "Variant Compare At Price": compareAtAmount === null ? "" : formatDecimal(compareAtAmount, currency),
    "Variant Requires Shipping": String(variant.requiresShipping),
    "Variant Barcode": asCode(variant.barcode),
    "Variant Image": variant.image ?? "",
  };
}

/** An apostrophe before digits is taken for the one by which spreadsheets keep zeros: it gets one of its own. */
function asCode(code: string | null): string {
  return code?.replace(/^(?='+\d)/, "'") ?? "";
}

function quote(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
