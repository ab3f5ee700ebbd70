import { expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { nestedRows } from "../../../db/nested-rows.ts";
import { prepared } from "../../../db/prepared.ts";
import { markets, products, variants } from "../../../db/schema/index.ts";
import { newProduct } from "../../../testing/products.ts";
import { newDatabase } from "../../helpers/database.ts";

const marketsOfAll = prepared((db) =>
  db
    .select({
      id: products.id,
      markets: nestedRows(
        {
          code: markets.code,
          countries: markets.countries,
          isDefault: markets.isDefault,
          locale: markets.locale,
        },
        sql`from ${markets} where ${markets.currency} = ${sql.placeholder("currency")} order by ${markets.code} desc`,
      ),
      variants: nestedRows(
        { title: variants.title, createdAt: variants.createdAt, barcode: variants.barcode },
        sql`from ${variants} where ${variants.productId} = products.id`,
      ),
    })
    .from(products),
);

test("the rows of a subquery come in its order, each value as its column reads it", async () => {
  const { db } = await newDatabase();
  const { productId } = await newProduct(db);
  await db
    .insert(markets)
    .values({ code: "ch", name: "Switzerland", currency: "CHF", countries: ["CH", "LI"] });
  await db.insert(markets).values({ code: "li", name: "Liechtenstein", currency: "CHF", locale: "de" });
  expect(await marketsOfAll(db, { currency: "CHF" })).toEqual([
    {
      id: productId,
      markets: [
        { code: "li", countries: null, isDefault: false, locale: "de" },
        { code: "ch", countries: ["CH", "LI"], isDefault: false, locale: "en" },
      ],
      variants: [{ title: "Default", createdAt: expect.any(Date), barcode: null }],
    },
  ]);
  expect(await marketsOfAll(db, { currency: "JPY" })).toMatchObject([{ markets: [] }]);
});
