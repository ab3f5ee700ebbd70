import { and, eq, ne } from "drizzle-orm";
import { customers } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import type { CustomerRow } from "../../auth/customers.ts";
import { assertActing } from "../../auth/staff/assert-acting.ts";
import { isNotStaff } from "../../auth/staff/is-staff.ts";
import { presentRecord } from "./present-record.ts";
import type { CustomerRecord } from "./schema.ts";

type Field = "status" | "groups" | "taxExempt";

/**
 * Sets a field of a customer that staff decide on, and does `work` in the same transaction where that changes anything.
 * @throws NOT_FOUND, also for staff; UNAUTHENTICATED when whoever sets it was signed out meanwhile
 */
export function changeCustomer<Name extends Field>(
  ctx: StaffContext,
  id: string,
  { field, value }: { field: Name; value: CustomerRow[Name] },
  work: (tx: TransactionContext) => Promise<void>,
): Promise<CustomerRecord> {
  return transact(ctx, async (tx) => {
    const isCustomer = and(eq(customers.id, id), isNotStaff());
    const [changed] = await tx.db
      .update(customers)
      .set({ [field]: value, updatedAt: tx.clock.now() })
      .where(and(isCustomer, ne(customers[field], value)))
      .returning();
    if (!changed) {
      const [same] = await tx.db.select().from(customers).where(isCustomer);
      if (!same) throw new AppError("NOT_FOUND");
      return presentRecord(same);
    }
    await assertActing(tx);
    await work(tx);
    return presentRecord(changed);
  });
}
