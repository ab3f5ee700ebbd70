import { eq, isNotNull, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { customers, secondFactors, staff } from "../../../db/schema/index.ts";
import type { ServiceContext, TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import type { Customer, Me } from "./schema.ts";

export type CustomerRow = typeof customers.$inferSelect;

const byEmailStatement = prepared((db) =>
  db
    .select()
    .from(customers)
    .where(eq(customers.email, sql.placeholder("email"))),
);

const byIdStatement = prepared((db) =>
  db
    .select()
    .from(customers)
    .where(eq(customers.id, sql.placeholder("id"))),
);

const meStatement = prepared((db) =>
  db
    .select({
      id: customers.id,
      email: customers.email,
      createdAt: customers.createdAt,
      secondFactor: sql`${isNotNull(secondFactors.confirmedAt)}`.mapWith(Boolean),
      role: staff.role,
    })
    .from(customers)
    .leftJoin(secondFactors, eq(secondFactors.customerId, customers.id))
    .leftJoin(staff, eq(staff.customerId, customers.id))
    .where(eq(customers.id, sql.placeholder("id"))),
);

export async function findByEmail({ db }: ServiceContext, email: string): Promise<CustomerRow | undefined> {
  const [customer] = await byEmailStatement(db, { email });
  return customer;
}

export async function findById({ db }: ServiceContext, id: string): Promise<CustomerRow | undefined> {
  const [customer] = await byIdStatement(db, { id });
  return customer;
}

/** The account as its owner sees it. */
export async function findMe({ db }: ServiceContext, id: string): Promise<Me | undefined> {
  const [found] = await meStatement(db, { id });
  return found;
}

export function presentCustomer({ id, email, createdAt }: CustomerRow): Customer {
  return { id, email, createdAt };
}

/** Whether the account is one that can be signed in to. */
export function maySignIn({ status, emailVerifiedAt }: CustomerRow): boolean {
  return status === "active" && emailVerifiedAt !== null;
}

/**
 * Checking a password takes long: what was checked before the transaction must still hold in it, or a reset, a change
 * or a block in between would be undone. @throws INVALID_CREDENTIALS
 */
export async function assertUnchanged(tx: TransactionContext, checked: CustomerRow): Promise<void> {
  const now = await findById(tx, checked.id);
  if (!now || !maySignIn(now) || now.passwordHash !== checked.passwordHash) {
    throw new AppError("INVALID_CREDENTIALS");
  }
}
