import { describe, expect, test } from "bun:test";
import { readProducts } from "../helpers/shopify.ts";

/** How a file is refused, in the words for the person who chose it. */
async function refusalOf(file: string) {
  try {
    await readProducts(file);
  } catch (error) {
    return error;
  }
  throw new Error("The file was not refused");
}

describe("the first line", () => {
  test("may name the columns in any order and case, among others of no meaning here", async () => {
    const [read] = await readProducts(
      "Cost per item,variant price, TITLE ,SEO Title,Handle\n1.00,4.50,Tea,Buy tea,tea\n",
    );
    expect(read).toMatchObject({
      issues: [],
      product: { slug: "tea", details: { title: "Tea" }, variants: [{ prices: [{ amount: 450 }] }] },
    });
  });

  test.each([
    ["all three columns", "", "Handle, Title, Variant Price"],
    ["the price", "Handle,Title\ntea,Tea\n", "Variant Price"],
    ["handle and title", "Variant Price,Name\n1,Tea\n", "Handle, Title"],
  ])("refuses the whole file when it lacks %s", async (_, file, missing) => {
    expect(await refusalOf(file)).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: "", message: expect.stringContaining(`lacks ${missing}`) }] },
    });
  });
});

describe("a row", () => {
  test("may end before the last column", async () => {
    const [read] = await readProducts("Handle,Title,Variant Price,Vendor,Tags\ntea,Tea,4.50\n");
    expect(read).toMatchObject({ issues: [], product: { details: { vendor: null, tags: [] } } });
  });

  test("may have blank cells after the last column", async () => {
    const [read] = await readProducts("Handle,Title,Variant Price\ntea,Tea,4.50,, \n");
    expect(read?.issues).toEqual([]);
  });

  test("with more cells than columns is left out, since nothing tells which is which", async () => {
    const [tea, cup] = await readProducts(
      "Handle,Title,Option1 Name,Option1 Value,Variant Price\n" +
        "tea,Tea,Size,S,4.50\ntea,,,M,4,50\ntea,,,L,4.90\ncup,Cup, large,,,9.00\n",
    );
    expect(tea?.product?.variants.map(({ line }) => line)).toEqual([2, 4]);
    expect(tea?.issues).toEqual([
      { line: 3, column: null, message: "More cells than the first line has columns" },
    ]);
    expect(cup).toMatchObject({ product: undefined, issues: [{ line: 5, column: null }] });
  });
});
