import { asc, eq } from "drizzle-orm";
import { type PaymentMethod, permissions, type StockPolicy } from "../../db/enums.ts";
import { stockLevels, stockMovements, variants } from "../../db/schema/index.ts";
import type { Deps } from "../../server/deps.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { OrderExpirer } from "../../server/jobs/expire-orders.ts";
import { readyCart } from "../../testing/carts.ts";
import { clientWith } from "../../testing/client.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newClock } from "./clock.ts";
import { newServiceContext } from "./context.ts";
import { newKey } from "./world.ts";

interface Bought {
  quantity: number;
  /** Minor units of EUR. */
  amount?: number;
  onHand?: number;
  policy?: StockPolicy;
  /** Whether it is sent; sold as a download or the like otherwise. */
  isShipped?: boolean;
}

/** A shop with a clock of its own, which its staff's server calls too. */
export async function newDesk(overrides: Partial<Deps> = {}) {
  const clock = newClock();
  const shop = await createTestShop({ clock, ...overrides });
  const { key } = await newKey(shop, permissions);
  const staff = clientWith(shop.app, key).admin.orders;
  const expirer = new OrderExpirer(await newServiceContext({ db: shop.db, clock }), createLogger("silent"));

  /** What of a variant there is, and that the ledger says the same. */
  const stock = async (variantId: string) => {
    const [level] = await shop.db.select().from(stockLevels).where(eq(stockLevels.variantId, variantId));
    const movements = await shop.db
      .select()
      .from(stockMovements)
      .where(eq(stockMovements.variantId, variantId))
      .orderBy(asc(stockMovements.id));
    const sum = (of: (movement: (typeof movements)[number]) => number) =>
      movements.reduce((total, movement) => total + of(movement), 0);
    return {
      onHand: level?.onHand,
      reserved: level?.reserved,
      ledger: [sum(({ onHandDelta }) => onHandDelta), sum(({ reservedDelta }) => reservedDelta)],
    };
  };

  return { ...shop, clock, staff, expirer, stock };
}

/** A cart of which nothing is sent. */
async function downloadCart(
  { client }: Pick<TestShop, "client">,
  lines: readonly { variantId: string; quantity: number }[],
) {
  const { id: cartId } = await client.cart.create.mutate({});
  for (const line of lines) await client.cart.addLine.mutate({ cartId, ...line });
  return client.cart.setEmail.mutate({ cartId, email: "ada@example.com" });
}

/** An order of those lines, and what staff and its buyer can do with it. */
export async function newSale(bought: readonly Bought[], method: PaymentMethod = "cash_on_delivery") {
  const desk = await newDesk();
  const lines = [];
  for (const { quantity, isShipped = true, ...traits } of bought) {
    const { variantId } = await newProduct(desk.db, { publishedAt: new Date(0), ...traits });
    const change = { requiresShipping: isShipped };
    await desk.db.update(variants).set(change).where(eq(variants.id, variantId));
    lines.push({ variantId, quantity });
  }
  const isSent = bought.some(({ isShipped = true }) => isShipped);
  const { id: cartId } = await (isSent ? readyCart : downloadCart)(desk, lines);
  const { order, accessToken } = await desk.client.order.place.mutate({ cartId, provider: "manual", method });
  const { id } = order;
  const held = { id, accessToken: accessToken ?? "" };
  return {
    ...desk,
    id,
    held,
    order,
    lineIds: order.lines.map((line) => line.id),
    variantIds: lines.map(({ variantId }) => variantId),
    get: () => desk.client.order.get.query(held),
    events: async () => (await desk.client.order.timeline.query(held)).map(({ type }) => type),
  };
}

export const eur = (amount: number) => ({ amount, currency: "EUR" });
