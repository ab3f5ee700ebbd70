import { and, eq, sql } from "drizzle-orm";
import type { PaymentProviderName } from "../../../db/enums.ts";
import { brokenConstraint } from "../../../db/errors.ts";
import { rowInsert } from "../../../db/insert.ts";
import { prepared } from "../../../db/prepared.ts";
import { paymentNotices, payments } from "../../../db/schema/index.ts";
import { batch } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import type { ProviderNotice } from "../../core/payment-port.ts";
import { enqueue } from "../outbox/enqueue.ts";

/** In milliseconds: thirty days. Providers stop sending a notice again after a few. */
const lifetime = 30 * 24 * 60 * 60 * 1000;

/** How many go in one transaction. */
const batchSize = 500;

const { placeholder } = sql;

const insertNotice = rowInsert(paymentNotices);

const deleteStatement = prepared((db) =>
  db
    .delete(paymentNotices)
    .where(
      sql`(provider, id) in (
        select provider, id from payment_notices where received_at <= ${placeholder("before")}
        order by received_at limit ${sql.raw(String(batchSize))}
      )`,
    )
    .returning({ id: paymentNotices.id }),
);

/** Keeps what a provider sent, to be followed as soon as can be; what came before already changes nothing. */
export async function storeNotice(
  ctx: ServiceContext,
  provider: PaymentProviderName,
  { id, type, reference, attemptId }: ProviderNotice,
): Promise<void> {
  const receivedAt = ctx.clock.now();
  const about = attemptId ?? reference;
  try {
    await batch(ctx, (db) => [
      insertNotice(db, { provider, id, type, reference, attemptId, receivedAt }),
      ...(about === null
        ? []
        : [
            enqueue(db, {
              topic: "payment.noticed",
              subjectId: about,
              payload: { provider, noticeId: id },
              createdAt: receivedAt,
            }),
          ]),
    ]);
  } catch (error) {
    if (brokenConstraint(error) !== "payment_notices.provider, payment_notices.id") throw error;
  }
}

/** The attempt that a notice is about; undefined where it is none of this shop's. */
export async function findNoticed(
  { db }: ServiceContext,
  { provider, noticeId }: { provider: PaymentProviderName; noticeId: string },
): Promise<string | undefined> {
  const isMeant = sql`${payments.id} = ${paymentNotices.attemptId} or ${payments.reference} = ${paymentNotices.reference}`;
  const [payment] = await db
    .select({ id: payments.id })
    .from(paymentNotices)
    .innerJoin(payments, and(eq(payments.provider, paymentNotices.provider), isMeant))
    .where(and(eq(paymentNotices.provider, provider), eq(paymentNotices.id, noticeId)))
    .limit(1);
  return payment?.id;
}

/** Forgets what came more than thirty days ago, some of it at a time, and answers whether there may be more. */
export async function forgetNotices({ db, clock }: ServiceContext): Promise<boolean> {
  const gone = await deleteStatement(db, { before: clock.now().getTime() - lifetime });
  return gone.length === batchSize;
}
