import type { Database } from "../db/client.ts";
import { markets } from "../db/schema/index.ts";
import type { NewMarket } from "./public.d.ts";

let count = 0;

/** A market beside the default one, in US dollars without taxes in its prices unless told otherwise. */
export async function newMarket(db: Database, traits: NewMarket = {}): Promise<{ code: string }> {
  count += 1;
  const { code = `market-${count}`, name = code, currency = "USD", pricesIncludeTax = false } = traits;
  await db.insert(markets).values({ ...traits, code, name, currency, pricesIncludeTax });
  return { code };
}
