import { expect, test } from "bun:test";
import { countOf } from "./payments/books.ts";
import { runPaymentFaults } from "./payments/run.ts";

test("whatever goes wrong with payments, and with the shop, the provider has what the ledger has and the orders say", async () => {
  const books = await runPaymentFaults({ checkouts: 40, kills: 3, seed: 1 });
  expect(countOf(books, /orders$/)).toBeGreaterThanOrEqual(40);
  expect(countOf(books, /^confirmed orders$/)).toBeGreaterThan(0);
  expect(countOf(books, /^(canceled|expired) orders$/)).toBeGreaterThan(0);
  expect(countOf(books, /refunds$/)).toBeGreaterThan(0);
});
