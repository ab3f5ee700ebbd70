export type Group<Item> = readonly [Item, ...Item[]];

/** Gathers neighbours: an item joins those before it when it `belongs` to them, else it begins a new group. */
export async function* gather<Item>(
  items: AsyncIterable<Item>,
  belongs: (group: Group<Item>, item: Item) => boolean,
): AsyncGenerator<Group<Item>> {
  let group: [Item, ...Item[]] | undefined;
  try {
    for await (const item of items) {
      if (group && belongs(group, item)) {
        group.push(item);
        continue;
      }
      if (group) yield group;
      group = [item];
    }
  } catch (error) {
    if (group) yield group; // what came before the fault is good
    throw error;
  }
  if (group) yield group;
}
