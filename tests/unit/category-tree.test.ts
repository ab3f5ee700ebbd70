import { expect, test } from "bun:test";
import { buildTree } from "../../server/modules/catalog/category-tree.ts";

const row = (id: string, parentId: string | null) => ({ id, parentId, slug: id, name: id.toUpperCase() });

test("categories stand under their parents, siblings in the order given", () => {
  const tree = buildTree([row("leaf", "branch"), row("b", null), row("branch", "a"), row("a", null)]);
  expect(tree).toEqual([
    { id: "b", slug: "b", name: "B", children: [] },
    {
      id: "a",
      slug: "a",
      name: "A",
      children: [
        {
          id: "branch",
          slug: "branch",
          name: "BRANCH",
          children: [{ id: "leaf", slug: "leaf", name: "LEAF", children: [] }],
        },
      ],
    },
  ]);
});
