import { expect, test } from "bun:test";
import fc from "fast-check";
import { gather } from "../../server/modules/catalog/shopify/gather.ts";
import { readProducts, sheet } from "../helpers/shopify.ts";

async function* items<Item>(list: readonly Item[]): AsyncGenerator<Item> {
  yield* list;
}

const groupsOf = (letters: readonly string[]) =>
  Array.fromAsync(gather(items(letters), ([first], letter) => first === letter));

test("neighbours that belong together form one group, and nothing is lost or moved", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom("a", "b", "c")), async (letters) => {
      const groups = await groupsOf(letters);
      expect(groups.flat()).toEqual(letters);
      for (const group of groups) expect(new Set(group).size).toBe(1);
      for (const [index, group] of groups.entries()) expect(group[0]).not.toBe(groups[index - 1]?.[0]);
    }),
  );
});

test("what came before a fault is handed on before the fault", async () => {
  async function* broken(): AsyncGenerator<string> {
    yield* ["a", "b", "b"];
    throw new Error("broken");
  }
  const seen: string[] = [];
  const reading = async () => {
    for await (const group of gather(broken(), ([first], letter) => first === letter))
      seen.push(group.join(""));
  };
  await expect(reading()).rejects.toThrow("broken");
  expect(seen).toEqual(["a", "bb"]);
});

test("the rows of a handle are one product as long as they follow each other", async () => {
  const read = await readProducts(
    sheet(
      { Handle: "tea", Title: "Tea", "Option1 Name": "Size", "Option1 Value": "S", "Variant Price": "1" },
      { Handle: "tea", "Option1 Value": "M", "Variant Price": "2" },
      { Handle: "cup", Title: "Cup", "Variant Price": "3" },
      { Handle: "tea", "Option1 Value": "L", "Variant Price": "4" },
    ),
  );
  expect(
    read.map(({ product }) => [product?.slug, product?.variants.length, product?.details?.title]),
  ).toEqual([
    ["tea", 2, "Tea"],
    ["cup", 1, "Cup"],
    ["tea", 1, undefined],
  ]);
});

test("a run of rows without end becomes several products, so that none fills the memory", async () => {
  const rows = Array.from({ length: 6_000 }, (_, index) => `tea,,${index}.00`);
  const read = await readProducts(["Handle,Title,Variant Price", ...rows].join("\n"));
  expect(read.length).toBe(3);
  expect(read.reduce((sum, { rows }) => sum + rows, 0)).toBe(6_000);
});
