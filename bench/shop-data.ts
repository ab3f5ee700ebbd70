import { openDatabase } from "../db/client.ts";
import { migrate } from "../db/migrate.ts";
import { seedStore } from "../db/seed.ts";
import {
  chooseShipping,
  type FilledCart,
  insertCoupon,
  insertEmptyCarts,
  insertReadyCarts,
  type Shipping,
} from "./carts.ts";
import { type BenchProduct, insertCatalogue, makeCatalogue } from "./catalogue.ts";

/** What the shoppers of the run know of the shop, to check its answers by. */
export interface ShopData {
  catalogue: readonly BenchProduct[];
  shipping: Shipping;
  emptyCarts: readonly string[];
  /** Of some shoppers each. */
  filledCarts: readonly FilledCart[];
  /** As large as a cart may be. */
  largeCart: FilledCart;
}

const filledCartCount = 64;
const largeCartLines = 100;

/** Makes an empty database that of a whole shop. */
export async function makeShopData(url: string, emptyCartCount: number): Promise<ShopData> {
  const { client, db } = openDatabase({ url });
  await migrate(client);
  await seedStore(db);
  const catalogue = makeCatalogue();
  await insertCatalogue(db, catalogue);
  const emptyCarts = await insertEmptyCarts(db, emptyCartCount);
  const shipping = await chooseShipping(db);
  const filledCarts = await insertReadyCarts(db, filledCartCount, { catalogue, shipping });
  const [largeCart] = await insertReadyCarts(db, 1, { catalogue, shipping }, largeCartLines);
  if (!largeCart) throw new Error("no large cart was made");
  await insertCoupon(db);
  client.close();
  return { catalogue, shipping, emptyCarts, filledCarts, largeCart };
}
