import { and, eq } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { locationLevels, locations, shippingOptions, stockMovements } from "../../db/schema/index.ts";
import type { Connection } from "../../db/transaction.ts";
import { newId } from "../../server/core/ids.ts";

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
