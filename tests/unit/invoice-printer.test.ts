import { expect, test } from "bun:test";
import type { InvoicePaper } from "../../db/schema/invoice-paper.ts";
import { createInvoicePrinter } from "../../server/infra/invoice/pdf-printer.ts";

const printer = createInvoicePrinter();

const paperOf = (lineCount: number, name: string): InvoicePaper => ({
  seller: ["Bodega Ltd", "1 Harbour Street", "Dublin"],
  buyer: [name, "London"],
  facts: [["Order", "7KQ2M-9XW4T"]],
  lines: Array.from({ length: lineCount }, () => ({
    title: `Tea for ${name}`,
    notes: ["SKU TEA"],
    quantity: "1",
    unitPrice: "10.00",
    tax: "VAT 19 %",
    amount: "10.00",
  })),
  sums: [["Total", "10.00"]],
  taxes: [{ name: "VAT 19 %", net: "8.40", tax: "1.60", gross: "10.00" }],
  notes: ["Prices include tax."],
  currency: "EUR",
});

const print = (paper: InvoicePaper, number = "2026-000042") =>
  printer.print({ number, paper, issuedAt: new Date("2026-11-28") });

const pagesOf = (file: Uint8Array) =>
  Buffer.from(file)
    .toString("latin1")
    .match(/\/Type \/Page\b/g)?.length;

test("an invoice is a PDF, the same bytes each time, with its fonts in it", async () => {
  const file = await print(paperOf(3, "Ada"));
  const text = Buffer.from(file).toString("latin1");
  expect(text).toStartWith("%PDF-1.");
  expect(text).toContain("/FontFile2");
  expect(text).toContain("Invoice 2026-000042");
  expect(await print(paperOf(3, "Ada"))).toEqual(file);
  expect(pagesOf(file)).toBe(1);
});

test("a long one goes over as many pages as it takes", async () => {
  expect(pagesOf(await print(paperOf(60, "Ada")))).toBe(4);
});

test.each([
  ["Cyrillic", "Пекарня «Заря»"],
  ["Greek", "Ελληνικός καφές"],
  ["Arabic", "محمد علي"],
  ["Hebrew", "שלום עולם"],
  ["Japanese, which the fonts lack", "田中太郎"],
  ["an emoji", "Ada 👩‍🚀"],
  ["a lone surrogate", "Ada \ud83d"],
  ["control characters", "Ada\u0007\u202e\nLovelace"],
  ["one word that is wider than the page", "x".repeat(400)],
  ["nothing", ""],
])("a name in %s is printed", async (_, name) => {
  expect(pagesOf(await print(paperOf(1, name)))).toBe(1);
});
