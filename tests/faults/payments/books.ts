import { sumOf } from "../../../server/core/exact.ts";
import type { StripeServer } from "../../helpers/stripe-server.ts";
import { type OrderBook, readOrderBooks } from "./order-books.ts";
import { type PaymentBook, providersBook, readPaymentBooks } from "./payment-books.ts";
import type { PayingWorld } from "./world.ts";

/** How much of what there was, by its name: `confirmed orders`, `failed refunds`. */
export type Tally = ReadonlyMap<string, number>;

/**
 * Compares what the provider has with what the shop has written down, payment by payment and order by order.
 * @throws with all that differs
 */
export async function compareBooks({ db, stripe }: PayingWorld): Promise<Tally> {
  const payments = await readPaymentBooks(db);
  const orders = await readOrderBooks(db);
  const wrong = [
    ...unknownPayments(stripe, payments),
    ...[...payments].flatMap(([id, ours]) => differences(id, providersBook(stripe, id), ours)),
    ...orders.flatMap((order) => wrongsOf(order)),
  ];
  if (wrong.length > 0) throw new Error(`The books differ:\n${wrong.join("\n")}`);
  return tally([
    ...orders.map(({ status }) => `${status} orders`),
    ...[...payments.values()].flatMap(({ refunds, disputes }) => [
      ...refunds.values().map(({ status }) => `${status} refunds`),
      ...disputes.values().map(({ status }) => `${status} disputes`),
    ]),
  ]);
}

/** Payments that buyers may have made, and no attempt of ours is. */
function unknownPayments(stripe: StripeServer, known: ReadonlyMap<string, PaymentBook>): string[] {
  return stripe
    .intents()
    .filter(({ metadata }) => !known.has(metadata["attemptId"] ?? ""))
    .map(({ id }) => `${id} is of no attempt`);
}

function differences(id: string, theirs: PaymentBook, ours: PaymentBook): string[] {
  if (Bun.deepEquals(theirs, ours)) return [];
  return [`${id}: the provider has ${Bun.inspect(theirs)}, the ledger ${Bun.inspect(ours)}`];
}

/** What must not be true of an order once all is quiet. */
function wrongsOf({ id, status, kept, failedRefunds, wasPaid }: OrderBook): string[] {
  const wrong: string[] = [];
  if (status === "pending") wrong.push(`${id} still waits, with ${kept} paid`);
  const isOver = status === "canceled" || status === "expired";
  if (isOver && kept > failedRefunds)
    wrong.push(`${id} is ${status}, and ${kept} of its buyer's money is kept`);
  if (!isOver && !wasPaid) wrong.push(`${id} is ${status}, and was never paid`);
  return wrong;
}

function tally(names: readonly string[]): Tally {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map([...counts].toSorted(([a], [b]) => a.localeCompare(b)));
}

export const countOf = (books: Tally, names: RegExp): number =>
  sumOf([...books].map(([name, count]) => (names.test(name) ? count : 0)));
