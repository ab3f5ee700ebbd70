import { expect, test } from "bun:test";
import { parse } from "csv-parse/sync";
import { exportText, importText } from "../helpers/catalogues.ts";
import { newServiceContext } from "../helpers/context.ts";

/** What Shopify gives to those who try an import: github.com/shopifypartners/product-csvs, apparel.csv. */
const file = await Bun.file(new URL("../fixtures/shopify-apparel.csv", import.meta.url)).text();

type Row = Record<string, string>;

const read = (csv: string): Row[] => parse(csv, { columns: true });

/** What stands in every row alike, and in no shop but Shopify's own: how it delivers, taxes and counts weights. */
const shopifysOwn = [
  "Variant Fulfillment Service",
  "Variant Taxable",
  "Gift Card",
  "Variant Weight Unit",
  "Variant Tax Code",
];

/** Spaces at the ends of a text say nothing, nor do zeros behind a price's point. */
const same = (column: string, cell = "") =>
  column === "Variant Price" ? Number(cell).toFixed(2) : cell.trim();

test("a real export of Shopify's goes in without loss, and comes out cell by cell as it was", async () => {
  const ctx = await newServiceContext();
  expect(await importText(ctx, file, { format: "shopify-csv" })).toMatchObject({
    rows: 22,
    skippedRows: 0,
    products: { created: 20 },
    variants: { created: 22 },
    issues: [],
    broken: null,
  });
  const given = read(file);
  const exported = read(await exportText(ctx, "shopify-csv"));
  const known = new Set(Object.keys(exported[0] ?? {}));
  const lost = Object.keys(given[0] ?? {}).filter(
    (column) => !known.has(column) && given.some((row) => row[column] !== ""),
  );
  expect(lost.filter((column) => !shopifysOwn.includes(column))).toEqual([]);

  const rowsOf = Map.groupBy(exported, (row) => row["Handle"]);
  for (const [handle, rows] of Map.groupBy(given, (row) => row["Handle"])) {
    for (const [place, row] of rows.entries()) {
      for (const [column, cell] of Object.entries(row).filter(([column]) => known.has(column))) {
        const found = rowsOf.get(handle)?.[place]?.[column];
        expect([handle, column, same(column, found)]).toEqual([handle, column, same(column, cell)]);
      }
    }
  }
  expect(exported).toHaveLength(given.length);
});
