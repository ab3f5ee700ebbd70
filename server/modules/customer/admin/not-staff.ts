import { type SQL, sql } from "drizzle-orm";
import { customers, staff } from "../../../../db/schema/index.ts";

/** Staff have accounts too, but are no customers here: who may block customers must not lock an owner out. */
export function isNotStaff(): SQL {
  return sql`not exists (select 1 from ${staff} where ${staff.customerId} = ${customers.id})`;
}
