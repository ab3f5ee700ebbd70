import { pick } from "../../../bench/random.ts";
import type { ShopClient } from "../../../client-sdk/src/index.ts";
import { address } from "../../helpers/factories.ts";
import type { Acknowledged } from "./acknowledged.ts";
import { Refused, untilAnswered } from "./until-answered.ts";

export interface Buying {
  buyer: ShopClient;
  variantIds: readonly string[];
  acknowledged: Acknowledged;
  /** Ends it, once what has begun is done. */
  signal: AbortSignal;
}

/** Buys one thing after the other; what is refused, since it is sold out, is left. */
export async function workAsBuyer(shop: Buying, random: () => number): Promise<void> {
  while (!shop.signal.aborted) {
    try {
      await buy(shop, random);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
}

async function buy({ buyer: { cart, order }, variantIds, acknowledged }: Buying, random: () => number) {
  const { id: cartId } = await untilAnswered((key) => cart.create.mutate({}, key));
  for (let line = 0; line <= random() * 2; line++) {
    const added = { cartId, variantId: pick(variantIds, random), quantity: 1 + Math.floor(random() * 3) };
    await untilAnswered((key) => cart.addLine.mutate(added, key));
  }
  await untilAnswered((key) => cart.setEmail.mutate({ cartId, email: "ada@example.com" }, key));
  await untilAnswered((key) => cart.setAddresses.mutate({ cartId, shipping: address }, key));
  const shippingOptionId = "ship_standard";
  await untilAnswered((key) => cart.setShippingOption.mutate({ cartId, shippingOptionId }, key));
  const placed = await untilAnswered((key) => order.place.mutate({ cartId, provider: "manual" }, key));
  acknowledged.add("an order was placed", placed.order.id);
}
