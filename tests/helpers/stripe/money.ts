import type { World } from "./world.ts";

/** What was taken and given back, in minor units. */
export interface Money {
  /** How many of its intents have taken money. */
  payments: number;
  captured: number;
  refunded: number;
  /** What disputes that are open or lost have taken back. */
  disputed: number;
}

/** The money of every value that intents have under that name of their metadata, such as an order's id. */
export function moneyOf(world: World, name: string): Map<string, Money> {
  const all = new Map<string, Money>();
  for (const charge of world.charges.all()) {
    const value = world.intents.find(charge.payment_intent)?.metadata[name];
    if (value === undefined) continue;
    const money = all.get(value) ?? { payments: 0, captured: 0, refunded: 0, disputed: 0 };
    const disputes = world.disputes
      .all()
      .filter((each) => each.charge === charge.id && each.status !== "won");
    const isPaid = charge.status === "succeeded" && charge.captured;
    all.set(value, {
      payments: money.payments + (isPaid ? 1 : 0),
      captured: money.captured + (isPaid ? charge.amount_captured : 0),
      refunded: money.refunded + charge.amount_refunded,
      disputed: money.disputed + disputes.reduce((sum, { amount }) => sum + amount, 0),
    });
  }
  return all;
}
