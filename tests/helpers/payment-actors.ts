import { eq } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { payments } from "../../db/schema/index.ts";
import type { ServiceContext } from "../../server/core/context.ts";
import type { PaymentGateway, ProviderPayment } from "../../server/core/payment-port.ts";
import { fulfill } from "../../server/modules/order/admin/fulfill.ts";
import { markShipped } from "../../server/modules/order/admin/mark-fulfillment.ts";
import { expireOrder } from "../../server/modules/order/expire-order.ts";
import { captureSent } from "../../server/modules/order/payment/capture-sent.ts";
import { checkOut } from "../../server/modules/order/payment/check-out.ts";
import { retryPayment } from "../../server/modules/order/payment/retry-payment.ts";
import { syncPayment } from "../../server/modules/order/payment/sync-payment.ts";
import { withdrawOrder } from "../../server/modules/order/payment/withdraw-order.ts";
import { isLive } from "../../server/modules/payment/machine.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import type { TestShop } from "../../testing/shop.ts";
import type { Work } from "./endings.ts";
import { contextOf, later, type Sold, staffOf, standing } from "./order-actors.ts";
import { providerOf, toldGateway } from "./told-gateway.ts";

/** An order that is paid through a provider. */
export interface Charged extends Sold {
  paymentId: string;
  reference: string;
}

const through = (gateway: PaymentGateway, db: Database): ServiceContext => ({
  ...contextOf(db),
  paymentProviders: [...contextOf(db).paymentProviders, providerOf(gateway)],
  paymentDeadline: 1_800,
});

const orderOf = (cartId: string) =>
  ({ cartId, provider: "stripe", method: "embedded_form", acceptPriceChanges: false }) as const;

/** A cart's order of which the shop died before it could begin its payment. */
export async function breakOff(shop: TestShop): Promise<Charged & { cartId: string }> {
  const { variantId } = await newProduct(shop.db, { onHand: 1 });
  const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
  const dying = toldGateway({ begin: () => Promise.reject(new Error("The shop died")) });
  await checkOut(through(dying, shop.db), orderOf(cartId)).catch(() => {});
  const [payment] = await shop.db.select().from(payments);
  const [id, paymentId] = [payment?.orderId ?? "", payment?.id ?? ""];
  return { cartId, id, accessToken: "", lineId: "", paymentId, reference: `ref_${paymentId}` };
}

/** Places a cart's order once more, and begins its payment. */
export const checkOutBy =
  (gateway: PaymentGateway, { cartId }: { cartId: string }): Work =>
  (db) =>
    checkOut(through(gateway, db), orderOf(cartId));

/** What a device does that could not begin the payment. */
export const withdraw =
  ({ id }: Sold): Work =>
  (db) =>
    withdrawOrder(through(toldGateway(), db), id);

/** What the job does for one order. */
export const expireAt =
  ({ id }: Sold): Work =>
  (db) =>
    expireOrder({ ...through(toldGateway(), db), clock: later }, id);

/** An order of so many units of a thing of which there are no more; its payment was begun, and has become what is told of it. */
export async function charge(
  shop: TestShop,
  quantity: number,
  ...heard: ((reference: string) => ProviderPayment)[]
): Promise<Charged> {
  const { variantId } = await newProduct(shop.db, { onHand: quantity });
  const { id: cartId } = await readyCart(shop, [{ variantId, quantity }]);
  const ctx = through(toldGateway(), shop.db);
  const { order, accessToken, payment } = await checkOut(ctx, orderOf(cartId));
  const reference = `ref_${payment.id}`;
  for (const tell of heard) await syncPayment(ctx, payment.id, tell(reference));
  const lineId = order.lines[0]?.id ?? "";
  return { id: order.id, accessToken: accessToken ?? "", lineId, paymentId: payment.id, reference };
}

export const hear =
  ({ paymentId, reference }: Charged, tell: (reference: string) => ProviderPayment): Work =>
  (db) =>
    syncPayment(through(toldGateway(), db), paymentId, tell(reference));

export const retryBy =
  (gateway: PaymentGateway, { id, accessToken }: Charged): Work =>
  (db) =>
    retryPayment(through(gateway, db), { id, accessToken, provider: "stripe" });

/** Pays cash instead. */
export const payCash =
  ({ id, accessToken }: Sold): Work =>
  (db) =>
    retryPayment(contextOf(db), { id, accessToken, provider: "manual", method: "cash_on_delivery" });

export const captureBy =
  (gateway: PaymentGateway, { paymentId }: Charged): Work =>
  (db) =>
    captureSent(through(gateway, db), { paymentId });

/** Sends so many units of an order. */
export async function ship(db: Database, { id, lineId }: Sold, quantity: number): Promise<void> {
  const { fulfillments } = await fulfill(staffOf(db), { id, lines: [{ lineId, quantity }] });
  await markShipped(staffOf(db), { id, fulfillmentId: fulfillments[0]?.id ?? "" });
}

/** How an order stands, and by how many attempts it can still be paid. */
export async function paying(db: Database, order: Sold): Promise<string> {
  const attempts = await db.select().from(payments).where(eq(payments.orderId, order.id));
  return `${await standing(db, order)}, ${attempts.filter(isLive).length} of ${attempts.length} live`;
}
