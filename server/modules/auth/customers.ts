import { eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { customers } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import type { Customer } from "./schema.ts";

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

export async function findByEmail({ db }: ServiceContext, email: string): Promise<CustomerRow | undefined> {
  const [customer] = await byEmailStatement(db, { email });
  return customer;
}

export async function findById({ db }: ServiceContext, id: string): Promise<CustomerRow | undefined> {
  const [customer] = await byIdStatement(db, { id });
  return customer;
}

export function presentCustomer({ id, email, createdAt }: CustomerRow): Customer {
  return { id, email, createdAt };
}
