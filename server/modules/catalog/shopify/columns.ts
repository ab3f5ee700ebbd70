import { AppError } from "../../../core/errors.ts";
import type { CsvRow } from "./read-csv.ts";
import type { Row } from "./row.ts";

/** The columns of Shopify's export that mean something here, in its order: https://help.shopify.com/en/manual/products/import-export/using-csv */
export const columns = [
  "Handle",
  "Title",
  "Body (HTML)",
  "Vendor",
  "Product Category",
  "Type",
  "Tags",
  "Published",
  "Option1 Name",
  "Option1 Value",
  "Option2 Name",
  "Option2 Value",
  "Option3 Name",
  "Option3 Value",
  "Variant SKU",
  "Variant Grams",
  "Variant Inventory Tracker",
  "Variant Inventory Qty",
  "Variant Inventory Policy",
  "Variant Price",
  "Variant Compare At Price",
  "Variant Requires Shipping",
  "Variant Taxable",
  "Variant Barcode",
  "Image Src",
  "Image Position",
  "Image Alt Text",
  "SEO Title",
  "SEO Description",
  "Variant Image",
  "Variant Tax Code",
  "Status",
] as const;

export type Column = (typeof columns)[number];

const requiredColumns = ["Handle", "Title", "Variant Price"] as const satisfies Column[];

/** A row's cells without the space around them; a column that the file does not have is absent. */
export type Cells = Partial<Record<Column, string>>;

/** Finds the columns in the first record of a file. @throws BAD_REQUEST when one that must be there is not */
export function readHeader(header: readonly string[]): (row: CsvRow) => Row {
  const names = header.map((name) => name.trim().toLowerCase());
  const places = columns
    .map((column) => ({ column, place: names.indexOf(column.toLowerCase()) }))
    .filter(({ place }) => place !== -1);

  const missing = requiredColumns.filter((required) => !places.some(({ column }) => column === required));
  if (missing.length > 0) {
    const message = `Not a product export of Shopify: the first line lacks ${missing.join(", ")}`;
    throw new AppError("BAD_REQUEST", { issues: [{ path: "", message }] });
  }
  return ({ line, record }) => {
    const cells: Cells = {};
    for (const { column, place } of places) cells[column] = record[place]?.trim() ?? "";
    const shifted = record.slice(names.length).some((cell) => cell.trim() !== "");
    return { line, cells, shifted };
  };
}
