import { and, eq } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import type { StockPolicy } from "../../db/enums.ts";
import {
  locationLevels,
  locations,
  prices,
  products,
  shippingOptions,
  stockLevels,
  stockMovements,
  variants,
} from "../../db/schema/index.ts";
import type { Connection } from "../../db/transaction.ts";
import { newId } from "../../server/core/ids.ts";
import { titleKey } from "../../server/modules/catalog/title-key.ts";
import type { TestShop } from "./shop.ts";

interface ProductTraits {
  title?: string;
  slug?: string;
  status?: "draft" | "published" | "archived";
  publishedAt?: Date;
  description?: string;
  sku?: string | null;
  /** Minor units; null for a variant that is not sold in EUR. */
  amount?: number | null;
  compareAtAmount?: number | null;
  onHand?: number;
  policy?: StockPolicy;
}

/** A product with one variant, published, at 10.00 EUR with 100 on hand unless told otherwise. */
export async function newProduct(db: Database, traits: ProductTraits = {}) {
  const productId = newId("prod");
  const variantId = newId("var");
  const now = new Date();
  const { title = "Coffee", amount = 1000, compareAtAmount = null } = traits;
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
  if (amount !== null)
    await db.insert(prices).values({ variantId, currency: "EUR", amount, compareAtAmount });
  await db
    .insert(stockLevels)
    .values({ variantId, policy: traits.policy ?? "deny", onHand: traits.onHand ?? 100 });
  await touchProduct(db, productId);
  return { productId, variantId, slug: traits.slug ?? productId };
}

/** Where stock is unless somebody says otherwise. */
const defaultLocation = "loc_default";

/** Has the stock of a variant at a location be that, by a movement as every change of it is. */
export async function setStock(
  db: Connection,
  variantId: string,
  wanted: { onHand?: number; reserved?: number; locationId?: string },
): Promise<void> {
  const { locationId = defaultLocation } = wanted;
  const at = and(eq(locationLevels.variantId, variantId), eq(locationLevels.locationId, locationId));
  const [level] = await db.select().from(locationLevels).where(at);
  const { onHand, reserved } = level ?? { onHand: 0, reserved: 0 };
  const onHandDelta = (wanted.onHand ?? onHand) - onHand;
  const reservedDelta = (wanted.reserved ?? reserved) - reserved;
  if (onHandDelta === 0 && reservedDelta === 0) return;
  const movement = { variantId, locationId, onHandDelta, reservedDelta, movedAt: new Date() };
  await db.insert(stockMovements).values({ kind: "adjusted", ...movement });
}

/** One more location, which sends everywhere unless told otherwise. */
export async function newLocation(
  db: Database,
  traits: Partial<typeof locations.$inferInsert> = {},
): Promise<string> {
  const id = traits.id ?? newId("loc");
  const now = new Date();
  await db.insert(locations).values({ name: "Store", createdAt: now, updatedAt: now, ...traits, id });
  return id;
}

/** What every write to something of a product ends with: the search reads it anew. */
export async function touchProduct(db: Database, productId: string): Promise<void> {
  await db.update(products).set({ updatedAt: new Date() }).where(eq(products.id, productId));
}

export const address = {
  firstName: "Ada",
  lastName: "Lovelace",
  line1: "12 St James's Square",
  city: "London",
  postalCode: "SW1Y 4JH",
  country: "GB",
};

/** A way to deliver everywhere, at 5.00 EUR unless told otherwise. */
export async function newShippingOption(
  db: Database,
  traits: Partial<typeof shippingOptions.$inferInsert> = {},
): Promise<string> {
  const id = traits.id ?? newId("ship");
  const now = new Date();
  await db.insert(shippingOptions).values({
    name: "Post",
    prices: { EUR: { by: "flat", steps: [{ upTo: null, amount: 500 }], freeFrom: null } },
    createdAt: now,
    updatedAt: now,
    ...traits,
    id,
  });
  return id;
}

/** A cart with those lines, and with all that ordering it needs; without any it has no way of shipping yet. */
export async function readyCart(
  { client }: Pick<TestShop, "client">,
  lines: readonly { variantId: string; quantity: number }[],
) {
  const { id: cartId } = await client.cart.create.mutate({});
  for (const line of lines) await client.cart.addLine.mutate({ cartId, ...line });
  await client.cart.setEmail.mutate({ cartId, email: "ada@example.com" });
  const cart = await client.cart.setAddresses.mutate({ cartId, shipping: address });
  if (lines.length === 0) return cart;
  return client.cart.setShippingOption.mutate({ cartId, shippingOptionId: "ship_standard" });
}
