import { desc, lt } from "drizzle-orm";
import { payouts } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { idBefore, pageOf } from "../../../core/page.ts";
import type { ListPayoutsInput, PayoutPage } from "./payout-schema.ts";

/** What providers sent to the shop's bank, the newest first. */
export async function listPayouts(
  { db }: ServiceContext,
  { limit, cursor }: ListPayoutsInput,
): Promise<PayoutPage> {
  const before = idBefore("payouts", cursor);
  const rows = await db
    .select()
    .from(payouts)
    .where(before === undefined ? undefined : lt(payouts.id, before))
    .orderBy(desc(payouts.id))
    .limit(limit + 1);
  return pageOf("payouts", rows.map(presentPayout), limit);
}

export function presentPayout({
  id,
  provider,
  reference,
  amount,
  currency,
  arrivesAt,
}: typeof payouts.$inferSelect) {
  return { id, provider, reference, amount: { amount, currency }, arrivesAt };
}
