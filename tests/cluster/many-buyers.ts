import { eq } from "drizzle-orm";
import { openDatabase } from "../../db/client.ts";
import { stockLevels } from "../../db/schema/index.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { check } from "../faults/harness/check.ts";
import { Refused, untilAnswered } from "../faults/harness/until-answered.ts";
import type { OpenWorld } from "../faults/harness/world.ts";
import { cartsLike } from "../helpers/carts.ts";
import type { ClusterWorld } from "./shop-world.ts";

/** Has buyers in all regions want one unit each of too few at once. @throws unless every unit is sold, and none twice */
export async function sellOut(
  { shared, near, direct }: ClusterWorld,
  { buyers, units }: { buyers: number; units: number },
): Promise<void> {
  const { client, db } = openDatabase({ url: shared.url });
  const { variantId } = await newProduct(db, { onHand: units });
  const ways = [...near, ...direct];
  const [first] = ways;
  if (!first) throw new Error("There is no region");
  const { id } = await readyCart({ client: first.buyer }, [{ variantId, quantity: 1 }]);
  const carts = await cartsLike(db, id, buyers, () => [variantId]);
  const outcomes = await Promise.all(
    carts.map((cartId, index) => place(ways[index % ways.length] ?? first, cartId)),
  );
  const [level] = await db.select().from(stockLevels).where(eq(stockLevels.variantId, variantId));
  client.close();
  const found = { ...countEach(outcomes), reserved: level?.reserved };
  const expected = { placed: units, OUT_OF_STOCK: carts.length - units, reserved: units };
  if (!Bun.deepEquals(found, expected)) throw new Error(JSON.stringify({ found, expected }));
  await check(shared);
}

/** What became of it: `placed`, or the code that it was refused with. */
async function place({ buyer, acknowledged }: OpenWorld, cartId: string): Promise<string> {
  try {
    const placing = { cartId, provider: "manual" } as const;
    acknowledged.hear((await untilAnswered((key) => buyer.order.place.mutate(placing, key))).order);
    return "placed";
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

function countEach(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...new Set(words)].map((word) => [word, words.filter((each) => each === word).length]),
  );
}
