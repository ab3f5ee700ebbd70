import type { ShopClient } from "../client-sdk/src/index.ts";

export const address = {
  firstName: "Ada",
  lastName: "Lovelace",
  line1: "12 St James's Square",
  city: "London",
  postalCode: "SW1Y 4JH",
  country: "GB",
};

/** A cart with those lines, and with all that ordering it needs; without any it has no way of shipping yet. */
export async function readyCart(
  { client }: { client: ShopClient },
  lines: readonly { variantId: string; quantity: number }[],
) {
  const { id: cartId } = await client.cart.create.mutate({});
  for (const line of lines) await client.cart.addLine.mutate({ cartId, ...line });
  await client.cart.setEmail.mutate({ cartId, email: "ada@example.com" });
  const cart = await client.cart.setAddresses.mutate({ cartId, shipping: address });
  if (lines.length === 0) return cart;
  return client.cart.setShippingOption.mutate({ cartId, shippingOptionId: "ship_standard" });
}
