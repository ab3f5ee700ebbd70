import { expect, test } from "bun:test";
import { importReport } from "../../server/commands/import-report.ts";
import type { ImportSummary } from "../../server/modules/catalog/import-tally.ts";

const clean: ImportSummary = {
  rows: 1204,
  skippedRows: 0,
  products: { created: 30, updated: 2, unchanged: 1 },
  variants: { created: 70, updated: 0, unchanged: 3 },
  issues: [],
  moreIssues: 0,
  broken: null,
};

test("a report of a good file is its counts", () => {
  expect(importReport("products.csv", clean)).toBe(
    [
      "products.csv: 1,204 rows read, 0 skipped",
      "  products  30 created, 2 updated, 1 unchanged",
      "  variants  70 created, 0 updated, 3 unchanged",
      "",
    ].join("\n"),
  );
});

test("bad rows are listed by line and column, and how many more there are, and where reading ended", () => {
  const report = importReport("products.csv", {
    ...clean,
    issues: [
      { line: 12, column: "Variant Price", message: 'Expected an amount like 19.90, got "abc"' },
      { line: 14, column: null, message: "More cells than columns" },
    ],
    moreIssues: 1500,
    broken: { line: 9000, column: null, message: "Nothing from here on was read" },
  });
  expect(report.split("\n").slice(3)).toEqual([
    "",
    'products.csv:12  Variant Price: Expected an amount like 19.90, got "abc"',
    "products.csv:14  More cells than columns",
    "… and 1,500 more like these",
    "products.csv:9000  Nothing from here on was read",
    "",
  ]);
});

test("what a cell holds cannot steer the terminal or begin a line of its own", () => {
  const issues = [{ line: 2, column: "Handle", message: 'got "\u001b[31mred\r\nproducts.csv:3  fine"' }];
  expect(importReport("products.csv", { ...clean, issues })).toContain(
    'products.csv:2  Handle: got " [31mred products.csv:3  fine"',
  );
});
