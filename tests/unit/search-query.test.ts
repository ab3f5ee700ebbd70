import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import fc from "fast-check";
import { searchQuery } from "../../server/modules/catalog/search-query.ts";

test("every word must start a word of the text", () => {
  expect(searchQuery("Olive oil")).toBe('"Olive"* "oil"*');
});

test("quotes and operators are words or nothing, never syntax", () => {
  expect(searchQuery('title:"x" OR NEAR(a*)')).toBe('"title"* "x"* "OR"* "NEAR"* "a"*');
});

test.each(["", "   ", "!!!", "🙂", '"*()-'])("%p searches for nothing", (typed) => {
  expect(searchQuery(typed)).toBeUndefined();
});

test("a text of any length asks for a bounded number of words", () => {
  expect(searchQuery("word ".repeat(10_000))?.split(" ").length).toBe(12);
});

test("FTS5 understands whatever is typed", () => {
  const db = new Database(":memory:");
  db.run("create virtual table documents using fts5(title)");
  const search = db.query("select rowid from documents where documents match ?");
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (typed) => {
      const query = searchQuery(typed);
      if (query !== undefined) expect(search.all(query)).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});
