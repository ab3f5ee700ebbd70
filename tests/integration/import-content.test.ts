import { describe, expect, test } from "bun:test";
import { products } from "../../db/schema/index.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { refusalOf } from "../helpers/refusal.ts";

async function newEditor() {
  const shop = await createTestShop();
  const { client } = await newStaff(shop, { permissions: ["catalog:write"] });
  return { shop, catalog: client.admin.catalog };
}

const header = "Handle,Title,Variant Price\n";

/** A file of one product whose title has so many characters too many that the file has `length`. */
const fileOf = (length: number) => {
  const row = (title: string) => `${header}tea,${title},12.00\n`;
  return row("茶".repeat(length - row("").length));
};

describe("a file in a request", () => {
  test("of as much as is taken fits into a body, whatever it is written in", async () => {
    const { catalog } = await newEditor();
    const largest = { format: "shopify-csv", content: fileOf(340_000) } as const;
    expect((await catalog.importProducts.mutate(largest)).rows).toBe(1);
    const tooLarge = catalog.importProducts.mutate({ format: "shopify-csv", content: fileOf(340_001) });
    expect(await refusalOf(tooLarge)).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: "content" }] },
    });
  });

  test("is rehearsed as long as others can wait for it, and the refusal names the command for more", async () => {
    const { shop, catalog } = await newEditor();
    const rehearse = (length: number) =>
      catalog.importProducts.mutate({ format: "shopify-csv", content: fileOf(length), dryRun: true });
    expect((await rehearse(100_000)).rows).toBe(1);
    expect(await refusalOf(rehearse(100_001))).toMatchObject({
      code: "BAD_REQUEST",
      data: {
        issues: [{ path: "content", message: expect.stringContaining("`bun run import FILE --dry-run`") }],
      },
    });
    expect(await shop.db.$count(products)).toBe(0);
  });
});
