import { expect, test } from "bun:test";
import type { Client, InStatement } from "@libsql/client";
import { facetNames } from "../../server/modules/catalog/schema.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newDatabase } from "../helpers/database.ts";
import { newDescribedProduct, newVocabulary } from "../helpers/products.ts";

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

/** Keeps the texts of statements, awaited alone or together. */
function recordStatements(client: Client): string[] {
  const texts: string[] = [];
  const { batch, execute } = client;
  const recorded: (...args: Parameters<Client["execute"]>) => ReturnType<Client["execute"]> = (...args) => {
    texts.push(textOf(args[0]));
    return execute.apply(client, args);
  };
  // Sound: the other overload takes the text and its arguments, and is passed on as it is.
  client.execute = recorded as Client["execute"];
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

/** A shop whose products have something of everything that lists are filtered by. */
async function newDescribedShop() {
  const database = await newDatabase();
  const shop = await createTestShop({ database });
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
  return { database, shop };
}

test("no list reads a table whole nor sorts more than its page, whatever it is filtered and sorted by", async () => {
  const { database, shop } = await newDescribedShop();
  // What is made for the first who asks serves all others: a tag that nothing has must not shape what those do that have.
  await Promise.all(
    sorts.map((sort) => shop.client.catalog.products.query({ tags: ["nobody's"], sort, limit: 1 })),
  );
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
  const walked = new Set(texts.filter((text) => text.includes("cross join listing_cards p")));
  expect(walked.size).toBeGreaterThan(40);
  for (const text of walked) {
    const { rows } = await database.client.execute(`explain query plan ${text.replaceAll("?", "null")}`);
    const steps = rows.map(({ detail }) => String(detail));
    expect(steps.filter((step) => step.startsWith("SCAN ") && !small.test(step))).toEqual([]);
    // Until a card is translated: of its languages the nearest is sought. Of several terms as many are sorted as are wanted.
    const untilTexts = steps.slice(
      0,
      steps.findIndex((step) => step.startsWith("SEARCH u ")),
    );
    const sorted = untilTexts.filter((step) => step.startsWith("USE TEMP B-TREE"));
    if (!isMerged.test(text)) expect({ text, sorted }).toEqual({ text, sorted: [] });
  }
});

/** What was found, once, and what a statement looks at in its own tables. */
const own =
  /^SCAN (s|c|n|any|coded|found|titled|others|known|words|parts|bounds|blocks|codes|alone|whole|begun)$/;

test("no facets nor searches read a table whole, whatever they are filtered and sorted by", async () => {
  const { database, shop } = await newDescribedShop();
  const texts = recordStatements(database.client);
  const { products } = shop.client.catalog;
  for (const filter of filters) {
    await products.query({ ...filter, facets: [...facetNames], total: true, limit: 1 });
    for (const sort of ["relevance", ...sorts] as const) {
      await products.query({ ...filter, q: "cups", sort, facets: [...facetNames], limit: 1 });
    }
  }
  const looking = new Set(texts.filter((text) => text.includes("cross join listing_products l")));
  expect(looking.size).toBeGreaterThan(60);
  for (const text of looking) {
    const { rows } = await database.client.execute(`explain query plan ${text.replaceAll("?", "null")}`);
    const scans = rows.map(({ detail }) => String(detail)).filter((step) => step.startsWith("SCAN "));
    expect(scans.filter((step) => !small.test(step) && !own.test(step))).toEqual([]);
  }
});
