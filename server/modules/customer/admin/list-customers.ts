import { and, desc, eq, lt, or, type SQL, sql } from "drizzle-orm";
import { customers } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { idBefore, pageOf } from "../../../core/page.ts";
import { isNotStaff } from "../../auth/staff/is-staff.ts";
import { presentRecord } from "./present-record.ts";
import type { CustomerPage, ListCustomersInput } from "./schema.ts";

/** The newest first. */
export async function listCustomers(
  { db }: ServiceContext,
  { q, status, limit, cursor }: ListCustomersInput,
): Promise<CustomerPage> {
  const before = idBefore("customers", cursor);
  const rows = await db
    .select()
    .from(customers)
    .where(
      and(
        isNotStaff(),
        q ? or(startsWith(customers.email, q), startsWith(customers.lastName, q)) : undefined,
        status && eq(customers.status, status),
        before === undefined ? undefined : lt(customers.id, before),
      ),
    )
    .orderBy(desc(customers.id))
    .limit(limit + 1);
  return pageOf("customers", rows.map(presentRecord), limit);
}

/** Whether the text begins like that, whatever the case of its letters from A to Z. */
function startsWith(column: typeof customers.email | typeof customers.lastName, start: string): SQL {
  const pattern = `${start.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return sql`${column} like ${pattern} escape '\\'`;
}
