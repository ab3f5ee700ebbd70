import { eq } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { type PaymentMethod, permissions } from "../../db/enums.ts";
import { orders } from "../../db/schema/index.ts";
import type { ServiceContext, StaffContext } from "../../server/core/context.ts";
import type { Clock } from "../../server/core/ports.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { OrderExpirer } from "../../server/jobs/expire-orders.ts";
import { cancelByStaff } from "../../server/modules/order/admin/cancel.ts";
import { fulfill } from "../../server/modules/order/admin/fulfill.ts";
import { giveRefund } from "../../server/modules/order/admin/give-refund.ts";
import { markDelivered } from "../../server/modules/order/admin/mark-fulfillment.ts";
import { markPaid } from "../../server/modules/order/admin/mark-paid.ts";
import { cancelOrder } from "../../server/modules/order/cancel-order.ts";
import { editOrder } from "../../server/modules/order/edit/edit-order.ts";
import type { EditOrderInput } from "../../server/modules/order/edit/schema.ts";
import { placeOrder } from "../../server/modules/order/place-order.ts";
import { approveReturn } from "../../server/modules/order/returns/answer-return.ts";
import { receiveReturn } from "../../server/modules/order/returns/receive-return.ts";
import { requestReturn } from "../../server/modules/order/returns/request-return.ts";
import type { RequestReturnInput } from "../../server/modules/order/returns/schema.ts";
import { manualMethods, manualProvider } from "../../server/modules/payment/manual.ts";
import { systemContext } from "../../server/system-context.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import type { TestShop } from "../../testing/shop.ts";
import type { Work } from "./endings.ts";

export interface Sold {
  id: string;
  accessToken: string;
  lineId: string;
}

export async function buy(shop: TestShop, cartId: string, method: PaymentMethod): Promise<Sold> {
  const { order, accessToken } = await shop.client.order.place.mutate({ cartId, provider: "manual", method });
  return { id: order.id, accessToken: accessToken ?? "", lineId: order.lines[0]?.id ?? "" };
}

/** An order of so many units of a thing of which there are no more. */
export async function sell(shop: TestShop, quantity: number, method: PaymentMethod): Promise<Sold> {
  const { variantId } = await newProduct(shop.db, { onHand: quantity });
  const { id: cartId } = await readyCart(shop, [{ variantId, quantity }]);
  return buy(shop, cartId, method);
}

export const contextOf = (db: Database): ServiceContext => ({
  ...systemContext(db),
  paymentProviders: [manualProvider(manualMethods)],
});

export const staffOf = (db: Database): StaffContext => ({
  ...contextOf(db),
  actor: { type: "key", keyId: "key_1", permissions: new Set(permissions) },
});

export const place =
  (cartId: string): Work =>
  (db) =>
    placeOrder(contextOf(db), {
      cartId,
      provider: "manual",
      method: "cash_on_delivery",
      acceptPriceChanges: false,
    });

export const pay =
  ({ id }: Sold): Work =>
  (db) =>
    markPaid(staffOf(db), { id });

export const cancel =
  ({ id, accessToken }: Sold): Work =>
  (db) =>
    cancelOrder(contextOf(db), { id, accessToken });

export const cancelUnits =
  ({ id, lineId }: Sold, quantity: number): Work =>
  (db) =>
    cancelByStaff(staffOf(db), { id, lines: [{ lineId, quantity }] });

export const send =
  ({ id, lineId }: Sold, quantity: number): Work =>
  (db) =>
    fulfill(staffOf(db), { id, lines: [{ lineId, quantity }] });

export const refund =
  ({ id }: Sold, amount: number): Work =>
  (db) =>
    giveRefund(staffOf(db), { id, amount: { amount, currency: "EUR" }, reason: "A scratch" });

export const edit =
  ({ id }: Sold, change: Pick<EditOrderInput, "set" | "add">): Work =>
  (db) =>
    editOrder(staffOf(db), { id, version: 1, ...change });

const ofOne = ({ id, accessToken, lineId }: Sold): RequestReturnInput => ({
  id,
  accessToken,
  lines: [{ lineId, quantity: 1 }],
  reason: "Too small",
  photos: [],
});

export const askBack =
  (order: Sold): Work =>
  (db) =>
    requestReturn(contextOf(db), ofOne(order));

export const takeBack =
  ({ lineId }: Sold, returnId: string): Work =>
  (db) =>
    receiveReturn(staffOf(db), {
      id: returnId,
      lines: [{ lineId, sellable: 1, damaged: 0, missing: 0 }],
      shippingAmount: 0,
    });

/** An order of one unit, paid by card, that is with its buyer. */
export async function deliver(shop: TestShop): Promise<Sold> {
  const order = await sell(shop, 1, "test_card");
  const { id } = order;
  const { fulfillments } = await fulfill(staffOf(shop.db), { id });
  await markDelivered(staffOf(shop.db), { id, fulfillmentId: fulfillments[0]?.id ?? "" });
  return order;
}

/** The same, on its way back. */
export async function expectBack(shop: TestShop): Promise<{ order: Sold; returnId: string }> {
  const order = await deliver(shop);
  const { id: returnId } = await requestReturn(contextOf(shop.db), ofOne(order));
  await approveReturn(staffOf(shop.db), { id: returnId });
  return { order, returnId };
}

/** Beyond every deadline. */
export const later: Clock = { now: () => new Date(Date.now() + 30 * 24 * 60 * 60 * 1000) };

/** What the job does, with how many it expired. */
export const expire: Work = (db) =>
  new OrderExpirer({ ...contextOf(db), clock: later }, createLogger("silent")).runDue();

/** How an order stands, and its money. */
export async function standing(db: Database, { id }: Sold): Promise<string> {
  const [order] = await db.select().from(orders).where(eq(orders.id, id));
  return `${order?.status}, ${order?.paymentStatus}`;
}
