import { eq } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import {
  attributes,
  categories,
  prices,
  productAttributes,
  productCategories,
  products,
  productTags,
  stockLevels,
  variants,
} from "../../db/schema/index.ts";
import { newId } from "../../server/core/ids.ts";
import { newProduct, touchProduct } from "../../testing/products.ts";

interface Described {
  title: string;
  amount?: number;
  onHand?: number;
  publishedAt?: Date;
  status?: "draft" | "published" | "archived";
  vendor?: string;
  tags?: string[];
  categories?: string[];
  options?: Record<string, string[]>;
  attributes?: Record<string, string | number | boolean>;
}

/** A product with all that lists filter by; its categories and attributes are there already. */
export async function newDescribedProduct(db: Database, described: Described) {
  const { vendor, tags = [], options = {}, ...traits } = described;
  const made = await newProduct(db, traits);
  const { productId } = made;
  const named = Object.entries(options).map(([name, values]) => ({ name, values }));
  await db
    .update(products)
    .set({ vendor: vendor ?? null, options: named })
    .where(eq(products.id, productId));
  const rows = combinations(Object.values(options));
  for (const [position, optionValues] of rows.entries()) {
    if (position === 0) {
      await db.update(variants).set({ optionValues }).where(eq(variants.id, made.variantId));
    } else await addVariant(db, productId, { ...traits, optionValues, position });
  }
  for (const tag of tags) await db.insert(productTags).values({ productId, tag });
  for (const categoryId of described.categories ?? []) {
    await db.insert(productCategories).values({ productId, categoryId });
  }
  for (const [key, value] of Object.entries(described.attributes ?? {})) {
    const held =
      typeof value === "string" ? { text: value, number: null } : { text: null, number: Number(value) };
    await db.insert(productAttributes).values({ productId, key, ...held });
  }
  await touchProduct(db, productId);
  return made;
}

/** One of each list, in all ways. */
function combinations(lists: readonly string[][]): string[][] {
  return lists.reduce<string[][]>(
    (rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])),
    [[]],
  );
}

interface VariantTraits {
  optionValues: string[];
  position: number;
  amount?: number;
  onHand?: number;
}

/** One more variant of a product, which then has to be touched. */
export async function addVariant(db: Database, productId: string, traits: VariantTraits): Promise<string> {
  const { optionValues, position, amount = 1000, onHand = 100 } = traits;
  const id = newId("var");
  const dates = { createdAt: new Date(), updatedAt: new Date() };
  await db
    .insert(variants)
    .values({ id, productId, title: optionValues.join(" / "), optionValues, position, ...dates });
  await db.insert(prices).values({ variantId: id, currency: "EUR", amount });
  await db.insert(stockLevels).values({ variantId: id, policy: "deny", onHand });
  return id;
}

/** The attributes `material` (a choice), `weight` (a number), `organic` and the categories `home` and, below it, `cups`. */
export async function newVocabulary(db: Database): Promise<void> {
  const dates = { createdAt: new Date(), updatedAt: new Date() };
  await db.insert(attributes).values([
    { key: "material", name: "Material", type: "choice", choices: ["cotton", "wool"], ...dates },
    { key: "weight", name: "Weight", type: "number", ...dates },
    { key: "organic", name: "Organic", type: "boolean", ...dates },
  ]);
  await db.insert(categories).values([
    { id: "cat_home", slug: "home", name: "Home" },
    { id: "cat_cups", slug: "cups", name: "Cups", parentId: "cat_home" },
  ]);
}
