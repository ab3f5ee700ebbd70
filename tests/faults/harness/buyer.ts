import { pick } from "../../../bench/random.ts";
import { fillCart } from "./fill-cart.ts";
import { untilAnswered } from "./until-answered.ts";
import { type OpenWorld, recent } from "./world.ts";

const methods = ["cash_on_delivery", "test_card", "bank_transfer"] as const;

/** Of all orders so many are canceled by their buyers. */
const regret = 0.15;

/** Once in a while asks to send something back, else buys something, and may cancel it. @throws Refused */
export async function shop(world: OpenWorld, random: () => number): Promise<void> {
  if (world.orders.length > 0 && random() < 0.3) await askBack(world, random);
  else await buy(world, random);
}

/** A unit that was sent. */
async function askBack({ buyer, orders, acknowledged }: OpenWorld, random: () => number): Promise<void> {
  const placed = pick(orders.slice(-recent), random);
  if (placed.accessToken === null) return;
  const held = { id: placed.id, accessToken: placed.accessToken };
  const { lines } = await untilAnswered(() => buyer.order.get.query(held));
  const sent = lines.filter((line) => line.returnableQuantity > 0);
  if (sent.length === 0) return;
  const wanted = { ...held, lines: [{ lineId: pick(sent, random).id, quantity: 1 }], reason: "Too small" };
  const { id } = await untilAnswered((key) => buyer.order.requestReturn.mutate(wanted, key));
  acknowledged.add("a return was asked for", id);
}

async function buy(world: OpenWorld, random: () => number): Promise<void> {
  const { order } = world.buyer;
  const { cartId, wanted } = await fillCart(world, random);
  const placing = { cartId, provider: "manual", method: pick(methods, random) } as const;
  const placed = await untilAnswered((key) => order.place.mutate(placing, key));
  world.acknowledged.hear(placed.order);
  const sold = new Map(placed.order.lines.map(({ variantId, quantity }) => [variantId, quantity]));
  if (!Bun.deepEquals(sold, wanted)) throw new Error(`The order ${placed.order.id} is not what was wanted`);
  const held = { id: placed.order.id, accessToken: placed.accessToken ?? "" };
  world.orders.push(held);
  if (random() < regret) {
    world.acknowledged.hear(await untilAnswered((key) => order.cancel.mutate(held, key)));
  }
}
