import { count } from "drizzle-orm";
import type { Database } from "./client.ts";
import { type Permission, permissions } from "./enums.ts";
import { locations, markets, roles, shippingOptions } from "./schema/index.ts";
import type { ShippingPrice } from "./schema/shipping.ts";
import { transact } from "./transaction.ts";

const defaultMarket = { code: "default", name: "Default", currency: "EUR", isDefault: true };

const defaultLocation = { id: "loc_default", name: "Warehouse", isDefault: true };

const flat = (amount: number): ShippingPrice => ({
  by: "flat",
  steps: [{ upTo: null, amount }],
  freeFrom: null,
});

const defaultShippingOptions = [
  {
    id: "ship_standard",
    name: "Standard",
    description: "3 to 5 working days",
    prices: { EUR: flat(490) },
    position: 0,
  },
  {
    id: "ship_express",
    name: "Express",
    description: "The next working day",
    prices: { EUR: flat(1290) },
    position: 1,
  },
];

/** The owner may do everything, whatever stands here. */
const defaultRoles: { name: string; permissions: Permission[] }[] = [
  { name: "owner", permissions: [...permissions] },
  {
    name: "manager",
    permissions: permissions.filter((permission) => !/^(staff|keys):write$/.test(permission)),
  },
  { name: "editor", permissions: ["catalog:read", "catalog:write", "inventory:read", "inventory:write"] },
  {
    name: "support",
    permissions: ["catalog:read", "inventory:read", "orders:read", "orders:write", "customers:read"],
  },
];

/** Gives an empty store what it needs to sell: one market, one location, two ways to deliver, and roles for those who run it. Does nothing to any other store. */
export function seedStore(db: Database): Promise<void> {
  return transact({ db }, async ({ db }) => {
    const [existing] = await db.select({ markets: count() }).from(markets);
    if (existing?.markets) return;
    await db.insert(markets).values(defaultMarket);
    const now = new Date();
    const dates = { createdAt: now, updatedAt: now };
    await db.insert(locations).values({ ...defaultLocation, ...dates });
    await db
      .insert(shippingOptions)
      .values(defaultShippingOptions.map((option) => ({ ...option, ...dates })));
    await db.insert(roles).values(defaultRoles.map((role) => ({ ...role, ...dates })));
  });
}
