import { eq } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { prices, products, stockLevels, variants } from "../db/schema/index.ts";
import { newId } from "../server/core/ids.ts";
import { titleKey } from "../server/modules/catalog/title-key.ts";
import type { NewProduct, TestProduct } from "./public.d.ts";

/** A product with one variant, published, at 10.00 EUR with 100 on hand unless told otherwise. */
export async function newProduct(db: Database, traits: NewProduct = {}): Promise<TestProduct> {
  const productId = newId("prod");
  const variantId = newId("var");
  const now = new Date();
  const { title = "Coffee", amount = 1000, currency = "EUR", compareAtAmount = null } = traits;
  const description = traits.description ?? "";
  await db.insert(products).values({
    id: productId,
    slug: traits.slug ?? productId,
    title,
    titleKey: titleKey(title),
    description,
    descriptionText: description,
    options: [],
    status: traits.status ?? "published",
    publishedAt: traits.publishedAt ?? new Date(now.getTime() - 60_000),
    createdAt: now,
    updatedAt: now,
  });
  await db.insert(variants).values({
    id: variantId,
    productId,
    sku: traits.sku ?? null,
    title: "Default",
    optionValues: [],
    position: 0,
    createdAt: now,
    updatedAt: now,
  });
  if (amount !== null) await db.insert(prices).values({ variantId, currency, amount, compareAtAmount });
  await db
    .insert(stockLevels)
    .values({ variantId, policy: traits.policy ?? "deny", onHand: traits.onHand ?? 100 });
  await touchProduct(db, productId);
  return { productId, variantId, slug: traits.slug ?? productId };
}

/** What every write to something of a product ends with: the search reads it anew. */
export async function touchProduct(db: Database, productId: string): Promise<void> {
  await db.update(products).set({ updatedAt: new Date() }).where(eq(products.id, productId));
}
