import { eq } from "drizzle-orm";
import { permissions } from "../../db/enums.ts";
import { paymentNotices, payments } from "../../db/schema/index.ts";
import type { Deps } from "../../server/deps.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { createStripeGateway } from "../../server/infra/stripe/gateway.ts";
import { stripeProvider } from "../../server/infra/stripe/provider.ts";
import { PaymentChecker } from "../../server/jobs/check-payments.ts";
import { OrderExpirer } from "../../server/jobs/expire-orders.ts";
import { manualProvider } from "../../server/modules/payment/manual.ts";
import { readyCart } from "../../testing/carts.ts";
import { clientWith } from "../../testing/client.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newClock } from "./clock.ts";
import { newServiceContext } from "./context.ts";
import { expectAllToHold } from "./invariants.ts";
import { signatureOf } from "./stripe/webhooks.ts";
import { startStripe } from "./stripe-server.ts";
import { newKey } from "./world.ts";

interface Wanted {
  variantId?: string;
  quantity?: number;
  method?: "embedded_form" | "hosted_page";
}

export const webhookSecret = "whsec_shop";

/** A shop whose orders are paid through a Stripe of the test's own, with one clock for both. Stripe sends no webhooks. */
export async function newStripeShop(overrides: Partial<Deps> = {}) {
  const clock = newClock();
  const stripe = await startStripe({ clock });
  const { host, port } = stripe.connection;
  const gateway = createStripeGateway({
    secretKey: stripe.secretKey,
    webhookSecrets: [webhookSecret, "whsec_before"],
    apiUrl: `http://${host}:${port}`,
  });
  const paymentProviders = [
    manualProvider(["bank_transfer", "test_card"]),
    stripeProvider(gateway, { hasStorefront: true }),
  ];
  const shop = await createTestShop({
    clock,
    paymentProviders,
    storefrontUrl: "https://shop.example",
    ...overrides,
  });
  const { db, client, app } = shop;
  const { key } = await newKey(shop, permissions);
  const staffClient = clientWith(app, key);
  const context = await newServiceContext({
    db,
    clock,
    paymentProviders,
    paymentDeadline: 1_800,
    storefrontUrl: "https://shop.example",
  });
  const logger = createLogger("silent");
  const checker = new PaymentChecker(context, logger);
  const expirer = new OrderExpirer(context, logger);

  /** An order of so many units of a variant, to be paid in Stripe's form unless told otherwise. */
  async function placeOrder({ variantId, quantity = 1, method = "embedded_form" }: Wanted = {}) {
    const bought = variantId ?? (await newProduct(db, { publishedAt: new Date(0) })).variantId;
    const cart = await readyCart(shop, [{ variantId: bought, quantity }]);
    const placed = await client.order.place.mutate({
      cartId: cart.id,
      provider: "stripe",
      method,
    });
    const { id } = placed.order;
    const held = { id, accessToken: placed.accessToken ?? "" };
    const row = async () => {
      const [payment] = await db.select().from(payments).where(eq(payments.id, placed.payment.id));
      if (!payment) throw new Error("The payment is gone");
      return payment;
    };
    return {
      id,
      held,
      variantId: bought,
      total: placed.order.totals.total.amount,
      clientSecret: placed.payment.clientSecret ?? "",
      paymentId: placed.payment.id,
      /** The attempt that it was placed with. */
      row,
      get: () => client.order.get.query(held),
      events: async () => (await client.order.timeline.query(held)).map(({ type }) => type),
    };
  }

  /** Sends a webhook as Stripe does, signed with the shop's secret now, unless told otherwise. */
  function send(
    event: object,
    { secret = webhookSecret, sentAt = clock.now(), headers = {}, body = JSON.stringify(event) } = {},
  ): Promise<Response> {
    const signature = signatureOf(JSON.stringify(event), [secret], sentAt);
    return app(
      new Request("http://shop.test/webhooks/stripe", {
        method: "POST",
        headers: { "content-type": "application/json", "stripe-signature": signature, ...headers },
        body,
      }),
    );
  }

  return {
    ...shop,
    clock,
    stripe,
    context,
    staff: staffClient.admin.orders,
    staffClient,
    checker,
    expirer,
    placeOrder,
    send,
    notices: () => db.select().from(paymentNotices),
    /** All that always has to be true of a shop is, at the end of whatever happened to it. */
    async [Symbol.asyncDispose]() {
      await stripe.stop();
      await expectAllToHold(db);
    },
  };
}
