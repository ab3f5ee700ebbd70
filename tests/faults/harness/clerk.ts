import { pick } from "../../../bench/random.ts";
import type { StaffOrder } from "../../../client-sdk/src/index.ts";
import { tendReturn } from "./return-desk.ts";
import { type CallOptions, untilAnswered } from "./until-answered.ts";
import { type OpenWorld, recent } from "./world.ts";

type Action = (options: CallOptions) => Promise<StaffOrder>;

/** Does something to an order or a return that it may be time for, or takes in new units. @throws Refused */
export async function tend(world: OpenWorld, random: () => number): Promise<void> {
  const { staff, orders, acknowledged } = world;
  const chance = random();
  if (orders.length === 0 || chance < 0.1) return receive(world, random);
  if (chance < 0.3) return tendReturn(world, random);
  const { id } = pick(orders.slice(-recent), random);
  const order = await untilAnswered(() => staff.admin.orders.get.query({ id }));
  acknowledged.hear(order);
  const actions = actionsOn(world, order, random);
  if (actions.length > 0) acknowledged.hear(await untilAnswered(pick(actions, random)));
}

async function receive({ staff, variantIds, acknowledged }: OpenWorld, random: () => number): Promise<void> {
  const reason = crypto.randomUUID();
  const received = { variantId: pick(variantIds, random), kind: "received", delta: 10, reason } as const;
  await untilAnswered((key) => staff.admin.inventory.adjust.mutate(received, key));
  acknowledged.add("units were received", reason);
}

/** All that can be done to an order as it stands, and some of it may be refused. */
function actionsOn({ staff, variantIds }: OpenWorld, order: StaffOrder, random: () => number): Action[] {
  const { id, status, payments, fulfillments } = order;
  const desk = staff.admin.orders;
  const open = order.lines.filter((line) => line.quantity > line.fulfilledQuantity + line.canceledQuantity);
  const addition = { variantId: pick(variantIds, random), quantity: 1 };
  const actions: Action[] = [];
  // Money also comes for orders that did not get it in time.
  if (status === "expired" || payments.some((payment) => payment.status === "pending")) {
    actions.push((key) => desk.markPaid.mutate({ id }, key));
  }
  if (open.length > 0 && status === "confirmed") {
    const lines = [{ lineId: pick(open, random).id, quantity: 1 }];
    actions.push(
      (key) => desk.fulfill.mutate({ id }, key),
      (key) => desk.fulfill.mutate({ id, lines }, key),
      (key) => desk.cancel.mutate({ id, lines }, key),
      (key) => desk.edit.mutate({ id, version: order.version, add: [addition] }, key),
    );
  }
  if (payments.some((payment) => payment.status === "captured") && random() < 0.2) {
    const amount = { amount: 100, currency: order.currency };
    actions.push((key) => desk.refund.mutate({ id, amount, reason: "A scratch" }, key));
    const sent = order.lines.filter((line) => line.fulfilledQuantity > 0).map((line) => line.id);
    const lines = sent.slice(0, 1).map((lineId) => ({ lineId, quantity: 1 }));
    if (lines.length > 0) actions.push((key) => desk.refund.mutate({ id, lines, reason: "Broken" }, key));
  }
  for (const { id: fulfillmentId, status } of fulfillments) {
    if (status === "shipped") actions.push((key) => desk.markDelivered.mutate({ id, fulfillmentId }, key));
    if (status !== "pending") continue;
    actions.push(
      (key) => desk.markShipped.mutate({ id, fulfillmentId }, key),
      (key) => desk.markShipped.mutate({ id, fulfillmentId }, key),
      (key) => desk.cancelFulfillment.mutate({ id, fulfillmentId }, key),
    );
  }
  return actions;
}
