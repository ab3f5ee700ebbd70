import { createClient, isShopError, type Money } from "../client-sdk/src/index.ts";
import { formatMoney } from "../server/core/money.ts";
import { onlyVariantTitle } from "../server/modules/catalog/variant-title.ts";

/** Buys something from a running shop through the client package, and says what it does: `bun run demo [URL]`. */
const url = process.argv[2] ?? "http://127.0.0.1:3000";
const shop = createClient({ url, retry: 0 });

const say = (line: string) => console.log(line);
const price = (money: Money) => formatMoney(money).padStart(12);

async function buy(): Promise<void> {
  const { items } = await shop.catalog.products.query({ limit: 50, inStock: true });
  say(`\n  ${items.length} products can be bought at ${url}, the newest:\n`);
  for (const { title, price: from } of items.slice(0, 5)) say(`  ${price(from)}  ${title}`);
  if (items.length === 0) return say("  The shop is empty: bun run import products.csv");

  const { id: cartId } = await shop.cart.create.mutate();
  for (const { slug } of items.slice(0, 3)) {
    const product = await shop.catalog.product.query({ slug });
    const variant = product.variants.find(({ available }) => available);
    if (variant) await shop.cart.addLine.mutate({ cartId, variantId: variant.id, quantity: 1 });
  }
  await shop.cart.setEmail.mutate({ cartId, email: "ada@example.com" });
  await shop.cart.setAddresses.mutate({
    cartId,
    shipping: {
      firstName: "Ada",
      lastName: "Lovelace",
      line1: "12 St James's Square",
      city: "London",
      postalCode: "SW1Y 4JH",
      country: "GB",
    },
  });
  const [option] = await shop.cart.shippingOptions.query({ cartId });
  if (!option) return say("\n  Nothing delivers to London.");
  const cart = await shop.cart.setShippingOption.mutate({ cartId, shippingOptionId: option.id });
  say("\n  A cart:\n");
  for (const { quantity, title, variantTitle, total } of cart.lines) {
    say(
      `  ${price(total)}  ${quantity} × ${title}${variantTitle === onlyVariantTitle ? "" : `, ${variantTitle}`}`,
    );
  }
  say(`  ${price(cart.totals.shipping)}  ${option.name} shipping`);
  say(`  ${price(cart.totals.total)}  in all`);

  const { order, payment, accessToken } = await shop.order.place.mutate({ cartId, provider: "manual" });
  say(`\n  Order ${order.number} is ${order.status}, its payment (${payment.method}) ${payment.status}.`);
  const again = await shop.order.place.mutate({ cartId, provider: "manual" });
  say(`  Placed once more by mistake: still order ${again.order.number}.`);
  const seen = await shop.order.get.query({ id: order.id, accessToken: accessToken ?? "" });
  say(`  Looked up with its access token: ${seen.lines.length} lines, ${seen.fulfillmentStatus}.\n`);
}

try {
  await buy();
} catch (error) {
  if (!isShopError(error)) throw error;
  const advice =
    error.code === "NETWORK_ERROR" ? `No shop answers at ${url}: start one with bun start` : error.message;
  process.stderr.write(
    `${error.code === "NETWORK_ERROR" ? "" : `${error.path}: ${error.code}: `}${advice}\n`,
  );
  process.exit(1);
}
