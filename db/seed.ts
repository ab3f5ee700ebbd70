import { count } from "drizzle-orm";
import type { Database } from "./client.ts";
import { markets, shippingOptions } from "./schema/index.ts";
import { transact } from "./transaction.ts";

const defaultMarket = { code: "default", name: "Default", currency: "EUR", isDefault: true };

const defaultShippingOptions = [
  {
    id: "ship_standard",
    name: "Standard",
    description: "3 to 5 working days",
    amount: 490,
    currency: "EUR",
    position: 0,
  },
  {
    id: "ship_express",
    name: "Express",
    description: "The next working day",
    amount: 1290,
    currency: "EUR",
    position: 1,
  },
];

/** Gives an empty store what it needs to sell: one market and two ways to deliver. Does nothing to any other store. */
export function seedStore(db: Database): Promise<void> {
  return transact({ db }, async ({ db }) => {
    const [existing] = await db.select({ markets: count() }).from(markets);
    if (existing?.markets) return;
    await db.insert(markets).values(defaultMarket);
    await db.insert(shippingOptions).values(defaultShippingOptions);
  });
}
