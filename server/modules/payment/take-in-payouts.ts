import { and, eq, max } from "drizzle-orm";
import type { PaymentProviderName } from "../../../db/enums.ts";
import { rowInsert, rowsInsert } from "../../../db/insert.ts";
import { payoutEntries, payouts } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext, TransactionContext } from "../../core/context.ts";
import { newId } from "../../core/ids.ts";
import type { ProviderPayout } from "../../core/payment-port.ts";
import { moveMoney } from "./move-money.ts";
import { gatewayOf } from "./providers.ts";

/** In milliseconds: how long a payout may be on its way; those that arrived later are asked for again. */
const onItsWay = 14 * 24 * 60 * 60 * 1000;

const insertPayout = rowInsert(payouts);
const insertEntries = rowsInsert(payoutEntries);

/**
 * Asks a provider what it paid out, and writes down what is not known yet, with what it is made of. Answers how many
 * those are. @throws ProviderUnavailable, ProviderRefused
 */
export async function takeInPayouts(ctx: ServiceContext, provider: PaymentProviderName): Promise<number> {
  const gateway = gatewayOf(ctx, provider);
  if (!gateway) return 0;
  const told = await gateway.payouts(await askedSince(ctx, provider));
  let taken = 0;
  for (const payout of told) {
    if (await transact(ctx, (tx) => takeIn(tx, provider, payout))) taken += 1;
  }
  return taken;
}

async function askedSince({ db }: ServiceContext, provider: PaymentProviderName): Promise<Date> {
  const [latest] = await db
    .select({ arrivesAt: max(payouts.arrivesAt) })
    .from(payouts)
    .where(eq(payouts.provider, provider));
  return new Date(Math.max((latest?.arrivesAt?.getTime() ?? 0) - onItsWay, 0));
}

/** Whether it is new. */
async function takeIn(
  { db, clock }: TransactionContext,
  provider: PaymentProviderName,
  { reference, amount, currency, arrivesAt, entries }: ProviderPayout,
): Promise<boolean> {
  const [known] = await db
    .select({ id: payouts.id })
    .from(payouts)
    .where(and(eq(payouts.provider, provider), eq(payouts.reference, reference)));
  if (known) return false;
  const now = clock.now();
  const id = newId("pout");
  await insertPayout(db, { id, provider, reference, amount, currency, arrivesAt, createdAt: now });
  await insertEntries(
    db,
    entries.map((entry, position) => ({ payoutId: id, position, ...entry })),
  );
  if (amount === 0) return true;
  const kind = amount > 0 ? "paid_out" : "paid_in";
  const money = { kind, amount: Math.abs(amount), currency } as const;
  await moveMoney(db, { provider, paymentId: null, ...money, sourceId: id, movedAt: now });
  return true;
}
