import { setImmediate as nextTurn } from "node:timers/promises";
import { and, count, gt, inArray, type SQL, sql } from "drizzle-orm";
import { productCategories, products, productTags } from "../../../../db/schema/index.ts";
import type { Transaction } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../../auth/audit.ts";
import { touchProducts } from "./change-product.ts";
import { assertCategories } from "./product-parts.ts";
import { type ChangedProducts, maxTags, type UpdateProductsInput } from "./schema.ts";
import { firstPublished } from "./update-product.ts";
import { writeCatalog } from "./write-catalog.ts";

type Changes = UpdateProductsInput["set"];

/** In products: few enough for nobody who reads to notice, as each may get 250 tags. */
const batchSize = 50;

/** Makes the same change to many products, all of them or none. @throws NOT_FOUND, BAD_REQUEST */
export function updateProducts(
  ctx: ServiceContext,
  { ids, set }: UpdateProductsInput,
): Promise<ChangedProducts> {
  const wanted = [...new Set(ids)];
  return writeCatalog(ctx, async (tx) => {
    const { status, vendor, type, taxClass } = set;
    const changed = await tx.db
      .update(products)
      .set({
        status,
        vendor,
        type,
        taxClass,
        publishedAt: status === "published" ? firstPublished(tx.clock.now()) : undefined,
        version: sql`${products.version} + 1`,
      })
      .where(inArray(products.id, wanted))
      .returning({ id: products.id, version: products.version });
    if (changed.length < wanted.length) throw new AppError("NOT_FOUND");
    await assertCategories(tx.db, set.addCategories ?? [], "set.addCategories");
    for (let from = 0; from < wanted.length; from += batchSize) {
      const some = wanted.slice(from, from + batchSize);
      await changeTags(tx.db, some, set);
      await changeCategories(tx.db, some, set);
      await touchProducts(tx, some);
      for (const id of some) await audit(tx, "product-updated", id, { ...set });
      await nextTurn(); // those who only read are not kept waiting
    }
    return { products: changed };
  });
}

async function changeTags(
  db: Transaction,
  ids: readonly string[],
  { addTags = [], removeTags = [] }: Changes,
): Promise<void> {
  if (removeTags.length > 0) {
    await db
      .delete(productTags)
      .where(and(inArray(productTags.productId, [...ids]), inArray(productTags.tag, removeTags)));
  }
  if (addTags.length === 0) return;
  await db
    .insert(productTags)
    .select(pairs(ids, addTags, sql`p.value, o.value`))
    .onConflictDoNothing();
  const [tooMany] = await db
    .select({ id: productTags.productId })
    .from(productTags)
    .where(inArray(productTags.productId, [...ids]))
    .groupBy(productTags.productId)
    .having(gt(count(), maxTags))
    .limit(1);
  if (!tooMany) return;
  const message = `A product has at most ${maxTags} tags`;
  throw new AppError("BAD_REQUEST", { issues: [{ path: "set.addTags", message }] });
}

async function changeCategories(
  db: Transaction,
  ids: readonly string[],
  { addCategories = [], removeCategories = [] }: Changes,
): Promise<void> {
  if (removeCategories.length > 0) {
    await db
      .delete(productCategories)
      .where(
        and(
          inArray(productCategories.productId, [...ids]),
          inArray(productCategories.categoryId, removeCategories),
        ),
      );
  }
  if (addCategories.length === 0) return;
  await db
    .insert(productCategories)
    .select(pairs(ids, addCategories, sql`o.value, p.value`))
    .onConflictDoNothing();
}

/** Each product with each of the others, as the columns say. */
function pairs(ids: readonly string[], others: readonly string[], columns: SQL) {
  return sql`
    select ${columns} from json_each(${JSON.stringify(ids)}) p, json_each(${JSON.stringify(others)}) o where true
  `;
}
