import { expect, test } from "bun:test";
import { insertAt, inTreeOrder } from "../../server/modules/catalog/admin/category-order.ts";

test.each([
  ["a new one first", "x", 0, "xabc"],
  ["a new one between others", "x", 2, "abxc"],
  ["a new one beyond the end", "x", 9, "abcx"],
  ["one of them further on", "a", 2, "bca"],
  ["one of them further up", "c", 0, "cab"],
  ["one of them where it is", "b", 1, "abc"],
])("puts %s", (_, id, position, expected) => {
  expect(insertAt(["a", "b", "c"], id, position).join("")).toBe(expected);
});

test("a tree is read from the top, siblings in the order given", () => {
  const rows = [
    { id: "leaf", parentId: "branch" },
    { id: "b", parentId: null },
    { id: "branch", parentId: "a" },
    { id: "a", parentId: null },
    { id: "twig", parentId: "a" },
  ];
  const read = inTreeOrder(rows).map(({ id, position, level }) => [id, position, level]);
  expect(read).toEqual([
    ["b", 0, 0],
    ["a", 1, 0],
    ["branch", 0, 1],
    ["leaf", 0, 2],
    ["twig", 1, 1],
  ]);
});

test("a tree as deep as it gets is read all the same", () => {
  const rows = Array.from({ length: 100_000 }, (_, index) => ({
    id: `${index}`,
    parentId: index === 0 ? null : `${index - 1}`,
  }));
  expect(inTreeOrder(rows).at(-1)).toMatchObject({ id: "99999", level: 99_999 });
});
