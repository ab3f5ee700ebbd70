import { eq } from "drizzle-orm";
import { orders } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { newId, readOrderNumber } from "../../core/ids.ts";
import { normalizeEmail } from "../auth/email.ts";
import { countMail } from "../auth/limits.ts";
import { enqueue } from "../outbox/enqueue.ts";
import type { LookUpInput, LookUpOutput } from "./schema.ts";

/**
 * Mails the way to an order to the address that it was ordered with, if that is the one given. The answer does not tell,
 * nor does its time: the same is written for an order that is not there. @throws RATE_LIMITED
 */
export async function lookUpOrder(
  ctx: ServiceContext,
  { number, email }: LookUpInput,
): Promise<LookUpOutput> {
  const address = normalizeEmail(email);
  const mayMail = await countMail(ctx, address);
  const [order] = await ctx.db
    .select({ id: orders.id, email: orders.email })
    .from(orders)
    .where(eq(orders.number, readOrderNumber(number)));
  const isTheirs = order !== undefined && normalizeEmail(order.email) === address;
  const orderId = isTheirs ? order.id : newId("ord"); // of nothing: no mail is sent then
  if (mayMail) {
    await transact(ctx, async ({ db, clock }) => {
      await enqueue(db, {
        topic: "order.lookup-requested",
        subjectId: orderId,
        payload: { orderId },
        createdAt: clock.now(),
      });
    });
  }
  return { sent: true };
}
