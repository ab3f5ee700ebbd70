import { sql } from "drizzle-orm";
import type { Order } from "../../../client-sdk/src/index.ts";
import type { Database } from "../../../db/client.ts";

/** What clients may be told, with SQL that selects the ids of which it is true, from then on for ever. */
const facts = {
  "an order was placed": "select id from orders",
  "an order was canceled": "select id from orders where status = 'canceled'",
  "an order expired": "select order_id from order_events where type = 'expired'",
  "an order was completed": "select id from orders where status = 'completed'",
  "a payment was captured": "select id from payments where captured_amount > 0",
  "money was given back": "select id from refunds where paid_order_id is null",
  "money went over to another order": "select id from refunds where paid_order_id is not null",
  "a parcel was packed": "select id from fulfillments",
  "a parcel was shipped": "select id from fulfillments where shipped_at is not null",
  "a parcel was delivered": "select id from fulfillments where delivered_at is not null",
  "a parcel was taken back": "select id from fulfillments where status = 'canceled'",
  "a line was sold": "select id from order_lines",
  "a return was asked for": "select id from returns",
  "a return was received": "select id from returns where status in ('received', 'closed')",
  "a return was exchanged": "select id from returns where replaced_by_id is not null",
  "units were received": "select reason from stock_movements where kind = 'received'",
} as const;

export type Fact = keyof typeof facts;

/** What the server has said that it did: it has to be there whatever happened since. */
export class Acknowledged {
  readonly #ids = new Map<Fact, Set<string>>();

  add(fact: Fact, id: string): void {
    const ids = this.#ids.get(fact) ?? new Set();
    this.#ids.set(fact, ids.add(id));
  }

  /** All that an answer tells of an order. */
  hear({ id, status, lines, payments, refunds, fulfillments }: Order): void {
    this.add("an order was placed", id);
    for (const line of lines) this.add("a line was sold", line.id);
    if (status === "canceled") this.add("an order was canceled", id);
    if (status === "completed") this.add("an order was completed", id);
    for (const payment of payments) {
      if (payment.status === "captured") this.add("a payment was captured", payment.id);
    }
    for (const { id, paidOrderId } of refunds) {
      this.add(paidOrderId === null ? "money was given back" : "money went over to another order", id);
    }
    for (const parcel of fulfillments) {
      this.add("a parcel was packed", parcel.id);
      if (parcel.shippedAt) this.add("a parcel was shipped", parcel.id);
      if (parcel.deliveredAt) this.add("a parcel was delivered", parcel.id);
      if (parcel.status === "canceled") this.add("a parcel was taken back", parcel.id);
    }
  }

  get size(): number {
    return this.counts().reduce((sum, [, count]) => sum + count, 0);
  }

  /** How much was heard of each. */
  counts(): [fact: Fact, count: number][] {
    return [...this.#ids].map(([fact, ids]) => [fact, ids.size]);
  }

  of(fact: Fact): readonly string[] {
    return [...(this.#ids.get(fact) ?? [])];
  }

  /** What was acknowledged and is not there. */
  async lost(db: Database): Promise<string[]> {
    return this.#compare(db, (told, there) => told.filter((id) => !there.includes(id)));
  }

  /** What is there and nobody was told of, or not as often: nothing, once every client has its answer. */
  async untold(db: Database): Promise<string[]> {
    return this.#compare(db, (told, there) =>
      there.filter((id, index) => !told.includes(id) || there.indexOf(id) !== index),
    );
  }

  async #compare(
    db: Database,
    differ: (told: readonly string[], there: readonly string[]) => readonly string[],
  ): Promise<string[]> {
    const found: string[] = [];
    for (const [fact, select] of Object.entries(facts)) {
      const rows = await db.values<[id: string]>(sql.raw(select));
      // Sound: these are the keys.
      const told = this.of(fact as Fact);
      const ids = differ(
        told,
        rows.map((row) => row[0]),
      );
      found.push(...ids.map((id) => `${fact}: ${id}`));
    }
    return found;
  }
}
