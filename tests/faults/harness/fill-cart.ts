import { pick } from "../../../bench/random.ts";
import { address } from "../../../testing/carts.ts";
import { untilAnswered } from "./until-answered.ts";
import type { OpenWorld } from "./world.ts";

/** A cart that can be ordered, and how many of each variant are in it. */
export interface FilledCart {
  cartId: string;
  wanted: ReadonlyMap<string, number>;
}

/** Puts a few units of anything into a new cart, and says where it goes. @throws Refused */
export async function fillCart(
  { buyer: { cart }, variantIds }: OpenWorld,
  random: () => number,
): Promise<FilledCart> {
  const { id: cartId } = await untilAnswered((key) => cart.create.mutate({}, key));
  const wanted = new Map<string, number>();
  for (let line = 0; line <= random() * 3; line++) {
    const [variantId, quantity] = [pick(variantIds, random), 1 + Math.floor(random() * 3)];
    await untilAnswered((key) => cart.addLine.mutate({ cartId, variantId, quantity }, key));
    wanted.set(variantId, (wanted.get(variantId) ?? 0) + quantity);
  }
  await untilAnswered((key) => cart.setEmail.mutate({ cartId, email: "ada@example.com" }, key));
  await untilAnswered((key) => cart.setAddresses.mutate({ cartId, shipping: address }, key));
  const shippingOptionId = "ship_standard";
  await untilAnswered((key) => cart.setShippingOption.mutate({ cartId, shippingOptionId }, key));
  return { cartId, wanted };
}
