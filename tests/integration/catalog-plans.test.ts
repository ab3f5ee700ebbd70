import { expect, test } from "bun:test";
import type { Client, InStatement } from "@libsql/client";
import { newDatabase } from "../helpers/database.ts";
import { newProduct } from "../helpers/factories.ts";
import { newDescribedProduct, newVocabulary } from "../helpers/products.ts";
import { newShop, type TestShop } from "../helpers/shop.ts";

type Input = NonNullable<Parameters<TestShop["client"]["catalog"]["products"]["query"]>[0]>;

const filters: Input[] = [
  {},
  { category: "cups" },
  { category: "home" },
  { tags: ["new"] },
  { tags: ["new", "summer"] },
  { vendor: ["Acme"] },
  { vendor: ["Acme", "Bolt"], inStock: true },
  { options: { Size: ["S"] }, attributes: { material: ["cotton"] } },
  { price: { min: 1 } },
  { price: { max: 5_000 }, inStock: true },
  { attributes: { weight: { min: 1 }, organic: true } },
];

const sorts = ["newest", "title", "price", "price-desc"] as const;

/** Keeps the texts of statements that are only awaited together, as lists are. */
function recordStatements(client: Client): string[] {
  const texts: string[] = [];
  const { batch } = client;
  client.batch = (statements, mode) => {
    texts.push(...statements.map((each: InStatement | [string, unknown?]) => textOf(each)));
    return batch.call(client, statements, mode);
  };
  return texts;
}

function textOf(statement: InStatement | [string, unknown?]): string {
  if (typeof statement === "string") return statement;
  return Array.isArray(statement) ? statement[0] : statement.sql;
}

const isMerged = /json_group_array\(json_array\(number/;

/** What is read whole: parts of the statement, JSON, and tables that are small in any shop. */
const small =
  /^SCAN (s|page|one|seen|hits|counts|tree|counted|\(subquery-\d+\)|CONSTANT ROW|.* VIRTUAL TABLE.*|markets.*)$/;

test("no list reads a table whole nor sorts more than its page, whatever it is filtered and sorted by", async () => {
  const database = await newDatabase();
  const shop = await newShop({ database });
  await newVocabulary(shop.db);
  for (const vendor of ["Acme", "Bolt"]) {
    await newDescribedProduct(shop.db, {
      title: "Cup",
      vendor,
      tags: ["new", "summer"],
      categories: ["cat_cups", "cat_home"],
      options: { Size: ["S"] },
      attributes: { material: "cotton", weight: 2, organic: true },
    });
  }
  for (let n = 0; n < 60; n++) await newProduct(shop.db);
  // Whoever asks for what there is nothing of decides nothing for those who ask for what there is.
  for (const sort of sorts) await shop.client.catalog.products.query({ tags: ["none"], sort });
  const texts = recordStatements(database.client);
  for (const filter of filters) {
    for (const sort of sorts) {
      const { nextCursor } = await shop.client.catalog.products.query({ ...filter, sort, limit: 1 });
      await shop.client.catalog.products.query({
        ...filter,
        sort,
        limit: 1,
        cursor: nextCursor ?? undefined,
      });
    }
  }
  const walked = new Set(texts.filter((text) => text.includes("cross join products p on p.number")));
  expect(walked.size).toBeGreaterThan(40);
  for (const text of walked) {
    const { rows } = await database.client.execute(`explain query plan ${text.replaceAll("?", "null")}`);
    const steps = rows.map(({ detail }) => String(detail));
    expect(steps.filter((step) => step.startsWith("SCAN ") && !small.test(step))).toEqual([]);
    // Until the page is there: it is then put in order itself. Of several terms as many are sorted as are wanted of each.
    const untilPage = steps.slice(0, steps.indexOf("SCAN page"));
    const sorted = untilPage.filter((step) => step.startsWith("USE TEMP B-TREE"));
    if (!isMerged.test(text)) expect(sorted).toEqual([]);
  }
});
