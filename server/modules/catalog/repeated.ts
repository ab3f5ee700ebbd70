/** The places of the items whose key one before them has. */
export function repeated<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | null | undefined,
): number[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const key = keyOf(item);
    if (key === null || key === undefined) return [];
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated ? [index] : [];
  });
}
