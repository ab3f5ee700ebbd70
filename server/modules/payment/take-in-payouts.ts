import { and, eq, gte, max, min } from "drizzle-orm";
import type { PaymentProviderName } from "../../../db/enums.ts";
import { rowInsert, rowsInsert } from "../../../db/insert.ts";
import { moneyDays, payments, payoutEntries, payouts } from "../../../db/schema/index.ts";
import { batch, transact } from "../../../db/transaction.ts";
import type { ServiceContext, TransactionContext } from "../../core/context.ts";
import { newId } from "../../core/ids.ts";
import type { PayoutEntry, ProviderPayout } from "../../core/payment-port.ts";
import { moveMoney } from "./move-money.ts";
import { gatewayOf } from "./providers.ts";

/** In milliseconds: how long a payout may be on its way; those that arrived later are asked for again. */
const onItsWay = 14 * 24 * 60 * 60 * 1000;

const insertPayout = rowInsert(payouts);
const insertEntries = rowsInsert(payoutEntries);

/**
 * Asks a provider what it paid out of the shop's money, and writes down what is not known yet, with what it is made of.
 * @throws ProviderUnavailable, ProviderRefused
 */
export async function takeInPayouts(ctx: ServiceContext, provider: PaymentProviderName): Promise<void> {
  const gateway = gatewayOf(ctx, provider);
  const since = gateway && (await askedSince(ctx, provider));
  if (!since) return;
  for (const payout of await gateway.payouts(since, await knownSince(ctx, provider, since))) {
    await transact(ctx, (tx) => takeIn(tx, provider, payout));
  }
}

/** Undefined where nothing was moved that it could pay out. */
async function askedSince(ctx: ServiceContext, provider: PaymentProviderName): Promise<Date | undefined> {
  const [[first], [latest]] = await batch(ctx, (db) => [
    db
      .select({ day: min(moneyDays.day) })
      .from(moneyDays)
      .where(eq(moneyDays.provider, provider)),
    db
      .select({ arrivesAt: max(payouts.arrivesAt) })
      .from(payouts)
      .where(eq(payouts.provider, provider)),
  ]);
  if (latest?.arrivesAt) return new Date(latest.arrivesAt.getTime() - onItsWay);
  return first?.day ? new Date(first.day) : undefined;
}

/** By their references: each may have thousands of entries, which are not to be read again. */
async function knownSince(
  { db }: ServiceContext,
  provider: PaymentProviderName,
  since: Date,
): Promise<ReadonlySet<string>> {
  const known = await db
    .select({ reference: payouts.reference })
    .from(payouts)
    .where(and(eq(payouts.provider, provider), gte(payouts.arrivesAt, since)));
  return new Set(known.map(({ reference }) => reference));
}

async function takeIn(
  tx: TransactionContext,
  provider: PaymentProviderName,
  { reference, amount, currency, arrivesAt, entries }: ProviderPayout,
): Promise<void> {
  const { db, clock } = tx;
  const [known] = await db
    .select({ id: payouts.id })
    .from(payouts)
    .where(and(eq(payouts.provider, provider), eq(payouts.reference, reference)));
  if (known) return;
  const now = clock.now();
  const id = newId("pout");
  await insertPayout(db, { id, provider, reference, amount, currency, arrivesAt, createdAt: now });
  await insertEntries(
    db,
    entries.map((entry, position) => ({ payoutId: id, position, ...entry })),
  );
  await lookInto(tx, provider, entries);
  if (amount === 0) return;
  const kind = amount > 0 ? "paid_out" : "paid_in";
  const money = { kind, amount: Math.abs(amount), currency } as const;
  await moveMoney(db, { provider, paymentId: null, ...money, sourceId: id, movedAt: now });
}

/** Has payments asked about of which something went back: nobody may have told of that. */
async function lookInto(
  { db, clock }: TransactionContext,
  provider: PaymentProviderName,
  entries: readonly PayoutEntry[],
): Promise<void> {
  const gone = entries.filter(({ kind }) => kind !== "captured" && kind !== "other");
  const references = [...new Set(gone.flatMap(({ payment }) => payment ?? []))];
  for (const reference of references) {
    await db
      .update(payments)
      .set({ checkAt: clock.now() })
      .where(and(eq(payments.provider, provider), eq(payments.reference, reference)));
  }
}
