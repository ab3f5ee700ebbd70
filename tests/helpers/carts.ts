import { eq } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { cartLines, carts } from "../../db/schema/index.ts";
import { newCartId, newId } from "../../server/core/ids.ts";

/** The ids of so many carts like one that can be ordered, each with lines of its own. */
export async function cartsLike(
  db: Database,
  cartId: string,
  count: number,
  variantsOf: (index: number) => readonly string[],
): Promise<string[]> {
  const [cart] = await db.select().from(carts).where(eq(carts.id, cartId));
  const [line] = await db.select().from(cartLines).where(eq(cartLines.cartId, cartId));
  if (!cart || !line) throw new Error("There is no such cart");
  const ids = Array.from({ length: count }, newCartId);
  await db.insert(carts).values(ids.map((id) => ({ ...cart, id })));
  const lines = ids.flatMap((id, index) =>
    variantsOf(index).map((variantId) => ({ ...line, id: newId("line"), cartId: id, variantId })),
  );
  await db.insert(cartLines).values(lines);
  return ids;
}
