import { and, asc, desc, eq } from "drizzle-orm";
import {
  cartCoupons,
  cartLines,
  carts,
  fulfillmentLines,
  fulfillments,
  orderLines,
  orders,
  payments,
  refunds,
} from "../../../db/schema/index.ts";
import { batch } from "../../../db/transaction.ts";
import type { CustomerContext } from "../../core/context.ts";
import { readAttributes } from "../cart/line-attributes.ts";
import { gatherOrders } from "../order/gather-orders.ts";
import { presentOrder } from "../order/present-order.ts";
import type { Order } from "../order/schema.ts";
import type { OpenCart } from "./schema.ts";

/** The customer's orders and the carts that they have not ordered, the newest first, in one round trip. */
export async function listPurchases(ctx: CustomerContext): Promise<{ orders: Order[]; carts: OpenCart[] }> {
  const { customerId } = ctx.actor;
  const isTheirOrder = eq(orders.customerId, customerId);
  const isTheirCart = and(eq(carts.customerId, customerId), eq(carts.status, "open"));
  const [
    orderRows,
    lineRows,
    paymentRows,
    refundRows,
    fulfillmentRows,
    unitRows,
    cartRows,
    cartLineRows,
    codeRows,
  ] = await batch(ctx, (db) => [
    db.select().from(orders).where(isTheirOrder).orderBy(desc(orders.placedAt), desc(orders.id)),
    db
      .select({ line: orderLines })
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .where(isTheirOrder)
      .orderBy(asc(orderLines.position)),
    db
      .select({ payment: payments })
      .from(payments)
      .innerJoin(orders, eq(orders.id, payments.orderId))
      .where(isTheirOrder)
      .orderBy(desc(payments.id)),
    db
      .select({ refund: refunds })
      .from(refunds)
      .innerJoin(orders, eq(orders.id, refunds.orderId))
      .where(isTheirOrder)
      .orderBy(asc(refunds.id)),
    db
      .select({ fulfillment: fulfillments })
      .from(fulfillments)
      .innerJoin(orders, eq(orders.id, fulfillments.orderId))
      .where(isTheirOrder)
      .orderBy(asc(fulfillments.id)),
    db
      .select({ units: fulfillmentLines })
      .from(fulfillmentLines)
      .innerJoin(fulfillments, eq(fulfillments.id, fulfillmentLines.fulfillmentId))
      .innerJoin(orders, eq(orders.id, fulfillments.orderId))
      .where(isTheirOrder),
    db
      .select({
        id: carts.id,
        email: carts.email,
        shippingAddress: carts.shippingAddress,
        billingAddress: carts.billingAddress,
        vatId: carts.vatId,
      })
      .from(carts)
      .where(isTheirCart)
      .orderBy(desc(carts.createdAt), desc(carts.id)),
    db
      .select({
        cartId: carts.id,
        variantId: cartLines.variantId,
        quantity: cartLines.quantity,
        attributes: cartLines.attributes,
      })
      .from(cartLines)
      .innerJoin(carts, eq(carts.id, cartLines.cartId))
      .where(isTheirCart)
      .orderBy(asc(cartLines.createdAt), asc(cartLines.id)),
    db
      .select({ cartId: carts.id, code: cartCoupons.code })
      .from(cartCoupons)
      .innerJoin(carts, eq(carts.id, cartCoupons.cartId))
      .where(isTheirCart)
      .orderBy(asc(cartCoupons.addedAt), asc(cartCoupons.code)),
  ]);
  const theirOrders = gatherOrders({
    orders: orderRows,
    lines: lineRows.map(({ line }) => line),
    payments: paymentRows.map(({ payment }) => payment),
    refunds: refundRows.map(({ refund }) => refund),
    fulfillments: fulfillmentRows.map(({ fulfillment }) => fulfillment),
    fulfillmentLines: unitRows.map(({ units }) => units),
  });
  const cartLinesOf = Map.groupBy(cartLineRows, ({ cartId }) => cartId);
  const codesOf = Map.groupBy(codeRows, ({ cartId }) => cartId);
  return {
    orders: theirOrders.map(presentOrder),
    carts: cartRows.map((cart) => ({
      ...cart,
      lines: (cartLinesOf.get(cart.id) ?? []).map(({ variantId, quantity, attributes }) => ({
        variantId,
        quantity,
        attributes: readAttributes(attributes),
      })),
      codes: (codesOf.get(cart.id) ?? []).map(({ code }) => code),
    })),
  };
}
