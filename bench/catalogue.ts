import { eq } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import {
  categories,
  prices,
  productCategories,
  productImages,
  products,
  productTags,
  stockLevels,
  variants,
} from "../db/schema/index.ts";
import { transact } from "../db/transaction.ts";
import { titleKey } from "../server/modules/catalog/title-key.ts";
import { fillerWords, materials, nouns, qualities } from "./catalogue-words.ts";
import { pick, seededRandom } from "./random.ts";

export const currency = "EUR";

const productCount = 1_000;
const sizes = ["Small", "Large"];
const categoryCount = 20;
const descriptionLength = 60;
const imagesPerProduct = 2;

/** Every variant is counted, which costs a sale its full price, and has more than any run can buy. */
const onHand = 1_000_000_000;

const madeAt = Date.UTC(2024, 0, 1);
const minute = 60_000;

export interface BenchVariant {
  id: string;
  title: string;
  amount: number;
}

export interface BenchProduct {
  id: string;
  slug: string;
  title: string;
  tags: string[];
  description: string;
  category: number;
  publishedAt: Date;
  variants: BenchVariant[];
}

/** The same products in every run, oldest first. */
export function makeCatalogue(): BenchProduct[] {
  const random = seededRandom(1);
  return Array.from({ length: productCount }, (_, index) => {
    const [quality, material, noun] = [pick(qualities, random), pick(materials, random), pick(nouns, random)];
    const filler = Array.from({ length: descriptionLength }, () => pick(fillerWords, random));
    const amount = 500 + Math.floor(random() * 20_000);
    return {
      id: id("prod", index),
      slug: `${quality}-${material}-${noun}-${index}`.toLowerCase(),
      title: `${quality} ${material} ${noun}`,
      tags: [quality.toLowerCase(), material.toLowerCase()],
      description: `A ${quality.toLowerCase()} ${noun.toLowerCase()} of ${material.toLowerCase()}: ${filler.join(" ")}.`,
      category: index % categoryCount,
      publishedAt: new Date(madeAt + index * minute),
      variants: sizes.map((title, size) => ({
        id: id("var", index * sizes.length + size),
        title,
        amount: amount + size * 500,
      })),
    };
  });
}

/** Writes it straight into a migrated database. */
export function insertCatalogue(db: Database, catalogue: readonly BenchProduct[]): Promise<void> {
  return transact({ db }, async ({ db }) => {
    await db.insert(categories).values(
      Array.from({ length: categoryCount }, (_, index) => ({
        id: id("cat", index),
        slug: `category-${index}`,
        name: `Category ${index}`,
      })),
    );
    for (const product of catalogue) {
      const { id: productId, slug, title, publishedAt } = product;
      const dates = { createdAt: publishedAt, updatedAt: publishedAt };
      await db.insert(products).values({
        ...dates,
        id: productId,
        slug,
        title,
        titleKey: titleKey(title),
        description: `<p>${product.description}</p>`,
        descriptionText: product.description,
        options: [{ name: "Size", values: sizes }],
        status: "published",
        publishedAt,
      });
      await db.insert(productTags).values(product.tags.map((tag) => ({ productId, tag })));
      await db.insert(productCategories).values({ productId, categoryId: id("cat", product.category) });
      await db.insert(productImages).values(
        Array.from({ length: imagesPerProduct }, (_, position) => ({
          id: `img_${productId}${position}`,
          productId,
          url: `https://images.example/${slug}-${position}.webp`,
          alt: title,
          position,
        })),
      );
      await db.insert(variants).values(
        product.variants.map((variant, position) => ({
          ...dates,
          id: variant.id,
          productId,
          sku: `SKU-${variant.id}`,
          title: variant.title,
          optionValues: [variant.title],
          position,
        })),
      );
      const ids = product.variants.map(({ id: variantId, amount }) => ({ variantId, amount }));
      await db.insert(prices).values(ids.map((each) => ({ ...each, currency })));
      await db
        .insert(stockLevels)
        .values(ids.map(({ variantId }) => ({ variantId, policy: "deny" as const, onHand })));
      // With its date written last, the search reads a product with its tags and SKUs.
      await db.update(products).set({ updatedAt: publishedAt }).where(eq(products.id, productId));
    }
  });
}

/** As long as the ids that the shop makes. */
function id(prefix: string, index: number): string {
  return `${prefix}_${index.toString(16).padStart(32, "0")}`;
}
