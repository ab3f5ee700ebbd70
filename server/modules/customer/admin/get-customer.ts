import { and, asc, count, desc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { customerAddresses, customers, orders, secondFactors } from "../../../../db/schema/index.ts";
import { batch } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { isNotStaff } from "../../auth/staff/is-staff.ts";
import { presentRecord } from "./present-record.ts";
import type { CustomerDetails } from "./schema.ts";

const countsAsSpent = inArray(orders.status, ["confirmed", "completed"]);

/** What there is to know of a customer. @throws NOT_FOUND, also for staff */
export async function getCustomer(ctx: ServiceContext, { id }: { id: string }): Promise<CustomerDetails> {
  const [[customer], addresses, perCurrency, secondFactor] = await batch(ctx, (db) => [
    db
      .select()
      .from(customers)
      .where(and(eq(customers.id, id), isNotStaff())),
    db
      .select({
        id: customerAddresses.id,
        label: customerAddresses.label,
        address: customerAddresses.address,
        isDefault: customerAddresses.isDefault,
        createdAt: customerAddresses.createdAt,
        updatedAt: customerAddresses.updatedAt,
      })
      .from(customerAddresses)
      .where(eq(customerAddresses.customerId, id))
      .orderBy(desc(customerAddresses.isDefault), desc(customerAddresses.id)),
    db
      .select({
        currency: orders.currency,
        orders: count(),
        standing: sql<number>`count(*) filter (where ${countsAsSpent})`,
        amount: sql<number>`coalesce(sum(${orders.totalAmount}) filter (where ${countsAsSpent}), 0)`,
      })
      .from(orders)
      .where(eq(orders.customerId, id))
      .groupBy(orders.currency)
      .orderBy(asc(orders.currency)),
    db
      .select({ customerId: secondFactors.customerId })
      .from(secondFactors)
      .where(and(eq(secondFactors.customerId, id), isNotNull(secondFactors.confirmedAt))),
  ]);
  if (!customer) throw new AppError("NOT_FOUND");
  return {
    ...presentRecord(customer),
    phone: customer.phone,
    addresses,
    orders: perCurrency.reduce((sum, { orders }) => sum + orders, 0),
    spent: perCurrency
      .filter(({ standing }) => standing > 0)
      .map(({ amount, currency }) => ({ amount, currency })),
    secondFactor: secondFactor.length > 0,
  };
}
