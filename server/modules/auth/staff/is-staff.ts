import { eq, type SQL, sql } from "drizzle-orm";
import { customers, staff } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";

/** Whether the account is of somebody who runs the shop. */
export async function isStaff({ db }: Pick<ServiceContext, "db">, customerId: string): Promise<boolean> {
  const [member] = await db.select({ role: staff.role }).from(staff).where(eq(staff.customerId, customerId));
  return member !== undefined;
}

/** Of a query over customers: staff have accounts too, but who may block customers must not lock an owner out. */
export function isNotStaff(): SQL {
  return sql`not exists (select 1 from ${staff} where ${staff.customerId} = ${customers.id})`;
}
