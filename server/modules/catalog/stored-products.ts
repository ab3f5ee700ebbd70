import { batch } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { readValue } from "./attribute-value.ts";
import type { CategoryStep } from "./category-path.ts";
import {
  attributesStatement,
  categoriesStatement,
  imagesStatement,
  oldSlugsStatement,
  productsStatement,
  tagsStatement,
  translationsStatement,
  variantsStatement,
} from "./stored-product-statements.ts";
import { readPrices } from "./variant-prices.ts";

interface Page {
  /** The slug that the page before ended with; empty for the first. */
  after: string;
  limit: number;
}

export type StoredProduct = Awaited<ReturnType<typeof readProducts>>[number];

/** Products with all that belongs to them, as they are at one moment, in the order of their slugs. */
export async function readProducts(ctx: Pick<ServiceContext, "db">, values: Page) {
  const [rows, variantRows, imageRows, tagRows, categoryRows, attributeRows, translationRows, oldSlugRows] =
    await batch(
      ctx,
      (db) =>
        [
          productsStatement(db, { ...values }),
          variantsStatement(db, { ...values }),
          imagesStatement(db, { ...values }),
          tagsStatement(db, { ...values }),
          categoriesStatement(db, { ...values }),
          attributesStatement(db, { ...values }),
          translationsStatement(db, { ...values }),
          oldSlugsStatement(db, { ...values }),
        ] as const,
    );
  const urls = new Map(imageRows.map(({ id, url }) => [id, url]));
  const priced = variantRows.map(({ prices, imageId, ...row }) => ({
    ...row,
    image: (imageId && urls.get(imageId)) ?? null,
    prices: readPrices(prices),
  }));
  const [variantsOf, imagesOf, tagsOf] = [byProduct(priced), byProduct(imageRows), byProduct(tagRows)];
  const categoriesOf = byProduct(categoryRows);
  const attributesOf = byProduct(attributeRows);
  const translationsOf = byProduct(translationRows);
  const oldSlugsOf = byProduct(oldSlugRows);
  return rows.map((row) => ({
    ...row,
    variants: variantsOf(row.id),
    images: imagesOf(row.id),
    tags: tagsOf(row.id).map(({ tag }) => tag),
    categories: categoriesOf(row.id).map(({ path }): CategoryStep[] => JSON.parse(path)),
    attributes: attributesOf(row.id).map((each) => ({ key: each.key, value: readValue(each, each) })),
    translations: translationsOf(row.id),
    oldSlugs: oldSlugsOf(row.id).map(({ slug }) => slug),
  }));
}

function byProduct<Row extends { productId: string }>(rows: readonly Row[]): (id: string) => Row[] {
  const groups = Map.groupBy(rows, ({ productId }) => productId);
  return (id) => groups.get(id) ?? [];
}
