import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { products } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import { createProducts } from "./create-products.ts";
import type { NewProduct } from "./new-product.ts";
import type { ProductDraft } from "./product-draft.ts";
import { refused, type SavedProduct, saveProduct } from "./save-product.ts";

const productsStatement = prepared((db) =>
  db
    .select()
    .from(products)
    .where(sql`${products.slug} in (select j.value from json_each(${sql.placeholder("slugs")}) j)`),
);

/**
 * Brings the catalogue to what drafts say, one after the other: makes the product of a slug, or changes it where it
 * differs. New ones that follow each other are made together.
 */
export async function saveProducts(
  tx: TransactionContext,
  drafts: readonly ProductDraft[],
  afterEach: () => Promise<unknown>,
): Promise<SavedProduct[]> {
  const known = await findProducts(tx, drafts);
  const saved: SavedProduct[] = [];
  const named = new Set<string>();
  let fresh: NewProduct[] = [];
  const create = async () => {
    if (fresh.length === 0) return;
    saved.push(...(await createProducts(tx, fresh)));
    fresh = [];
    await afterEach();
  };
  for (const draft of drafts) {
    const { slug, details } = draft;
    const isRepeated = named.has(slug); // by an earlier draft, which may have made or changed it
    named.add(slug);
    if (details && !isRepeated && !known.has(slug)) {
      fresh.push({ ...draft, details });
      continue;
    }
    await create();
    const product = isRepeated ? (await findProducts(tx, [draft])).get(slug) : known.get(slug);
    if (product) saved.push(await saveProduct(tx, product, draft));
    else if (details) saved.push(...(await createProducts(tx, [{ ...draft, details }])));
    else saved.push(refused([{ field: "title", message: "Expected a title, got nothing" }]));
    await afterEach();
  }
  await create();
  return saved;
}

async function findProducts({ db }: TransactionContext, drafts: readonly ProductDraft[]) {
  const slugs = JSON.stringify(drafts.map(({ slug }) => slug));
  return new Map((await productsStatement(db, { slugs })).map((product) => [product.slug, product]));
}
