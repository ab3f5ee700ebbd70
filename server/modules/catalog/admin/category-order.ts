interface Placed {
  id: string;
  parentId: string | null;
}

/** The same ids with one of them, or another, at that position: the last where that is beyond the end. */
export function insertAt(ids: readonly string[], id: string, position: number): string[] {
  return ids.filter((other) => other !== id).toSpliced(position, 0, id);
}

/**
 * The rows as a tree is read: each after its parent and before that one's next sibling, siblings in the order given,
 * with their place among these and how many stand above them.
 */
export function inTreeOrder<Row extends Placed>(
  rows: readonly Row[],
): (Row & { position: number; level: number })[] {
  const children = Map.groupBy(rows, ({ parentId }) => parentId);
  const placed = (parentId: string | null, level: number) =>
    (children.get(parentId) ?? []).map((row, position) => ({ ...row, position, level }));
  const ordered = [];
  const ahead = placed(null, 0).toReversed(); // a stack of our own: a tree may be deeper than the machine's
  for (let row = ahead.pop(); row; row = ahead.pop()) {
    ordered.push(row);
    ahead.push(...placed(row.id, row.level + 1).toReversed());
  }
  return ordered;
}
