import { openDatabase } from "../db/client.ts";
import { migrate } from "../db/migrate.ts";
import { seedStore } from "../db/seed.ts";
import { chooseShipping, insertEmptyCarts, type Shipping } from "./carts.ts";
import { type BenchProduct, insertCatalogue, makeCatalogue } from "./catalogue.ts";

/** What the shoppers of the run know of the shop, to check its answers by. */
export interface ShopData {
  catalogue: readonly BenchProduct[];
  shipping: Shipping;
  emptyCarts: readonly string[];
}

/** Makes a database file of a whole shop. */
export async function makeShopData(file: string, emptyCartCount: number): Promise<ShopData> {
  const { client, db } = openDatabase({ url: `file:${file}` });
  await migrate(client);
  await seedStore(db);
  const catalogue = makeCatalogue();
  await insertCatalogue(db, catalogue);
  const emptyCarts = await insertEmptyCarts(db, emptyCartCount);
  const shipping = await chooseShipping(db);
  client.close();
  return { catalogue, shipping, emptyCarts };
}
