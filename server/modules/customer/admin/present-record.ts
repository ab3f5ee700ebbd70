import type { CustomerRow } from "../../auth/customers.ts";
import type { CustomerRecord } from "./schema.ts";

export function presentRecord(row: CustomerRow): CustomerRecord {
  const { id, email, emailVerifiedAt, firstName, lastName, status, groups, taxExempt, createdAt } = row;
  return { id, email, emailVerifiedAt, firstName, lastName, status, groups, taxExempt, createdAt };
}
