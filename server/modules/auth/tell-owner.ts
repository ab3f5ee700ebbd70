import type { TransactionContext } from "../../core/context.ts";
import { enqueue } from "../outbox/enqueue.ts";
import type { CredentialChange } from "../outbox/events.ts";

/** Mails the owner of an account that what lets somebody in has changed; whoever changed it may be somebody else. */
export async function tellOwner(
  { db, clock }: TransactionContext,
  customerId: string,
  change: CredentialChange,
): Promise<void> {
  await enqueue(db, {
    topic: "customer.credentials-changed",
    subjectId: customerId,
    payload: { customerId, change },
    createdAt: clock.now(),
  });
}
