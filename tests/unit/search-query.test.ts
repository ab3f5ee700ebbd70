import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import fc from "fast-check";
import { unspacedRanges } from "../../server/modules/catalog/search/scripts.ts";
import { searchQuery } from "../../server/modules/catalog/search-query.ts";

test("every word must start a word of the text, or be there in another form", () => {
  expect(searchQuery("Olive boxes")?.search).toBe('"Olive"* AND ("boxes"* OR "box" OR "boxe")');
  expect(searchQuery("Olive boxes")?.whole).toBe('("Olive" OR "Olives") AND ("boxes" OR "box" OR "boxe")');
});

test.each([
  ["shirts", "shirt"],
  ["berries", "berry"],
  ["berry", "berries"],
  ["glasses", "glass"],
  ["cafés", "café"],
])("%s is also %s", (word, other) => {
  expect(searchQuery(word)?.whole).toContain(`"${other}"`);
});

test.each(["glass", "is", "bus"])("%s is not cut short", (word) => {
  expect(searchQuery(word)?.whole).not.toContain(`"${word.slice(0, -1)}"`);
});

test("a single letter starts a word in titles alone", () => {
  const query = searchQuery("b");
  expect(query?.search).toBe('"b"');
  expect(query?.begun).toBe('"b"*');
});

test("scripts without spaces are searched letter by letter", () => {
  expect(searchQuery("500gコーヒー豆")?.search).toBe('"500g"* AND "コ ー ヒ ー 豆"');
});

test("quotes and operators are words or nothing, never syntax", () => {
  const words = ["title", "x", "OR", "NEAR", "a"];
  expect(searchQuery('title:"x" OR NEAR(a*)')?.begun).toBe(words.map((word) => `"${word}"*`).join(" AND "));
});

test.each(["", "   ", "!!!", "🙂", '"*()-', "\ud800", "\0"])("%p searches for nothing", (typed) => {
  expect(searchQuery(typed)).toBeUndefined();
});

test("a text of any length asks for a bounded number of words", () => {
  expect(searchQuery("word ".repeat(10_000))?.search.split(" AND ").length).toBe(12);
});

test("what is too long to be a SKU is not looked for among them", () => {
  expect(searchQuery("x".repeat(101))?.codes).toBe("[]");
  expect(searchQuery(" ab-1 ")?.codes).toBe('["ab-1","AB-1"]');
});

test("FTS5 understands whatever is typed", () => {
  const db = new Database(":memory:");
  db.run("create virtual table documents using fts5(title)");
  const search = db.query("select rowid from documents where documents match ?");
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (typed) => {
      const query = searchQuery(typed);
      for (const match of query ? [query.search, query.begun, query.whole] : []) {
        expect(search.all(match)).toEqual([]);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("the index sets the same letters apart as the query", async () => {
  const migration = await Bun.file(`${import.meta.dir}/../../db/migrations/0001_search.sql`).text();
  expect(migration.split(`[${unspacedRanges}]`).length - 1).toBe(6);
});
