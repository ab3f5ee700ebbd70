import type { Category } from "./schema.ts";

interface CategoryRow {
  id: string;
  parentId: string | null;
  slug: string;
  name: string;
}

/** Nests categories under their parents, siblings in the order given. */
export function buildTree(rows: readonly CategoryRow[]): Category[] {
  const byId = new Map<string, Category>(
    rows.map(({ id, slug, name }) => [id, { id, slug, name, children: [] }]),
  );
  const roots: Category[] = [];
  for (const { id, parentId } of rows) {
    const node = byId.get(id);
    if (!node) continue;
    const parent = parentId === null ? undefined : byId.get(parentId);
    (parent?.children ?? roots).push(node);
  }
  return roots;
}
