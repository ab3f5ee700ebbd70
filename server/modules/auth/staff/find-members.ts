import { and, eq, gt, isNotNull, type SQL } from "drizzle-orm";
import { customers, secondFactors, staff } from "../../../../db/schema/index.ts";
import type { Connection } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { idBefore, pageOf } from "../../../core/page.ts";
import type { ListStaffInput, Member, StaffPage } from "./schema.ts";

/** In the order of their accounts, the oldest first. */
export async function listStaff(
  { db }: ServiceContext,
  { limit, cursor }: ListStaffInput,
): Promise<StaffPage> {
  const before = idBefore("staff", cursor);
  const rows = await membersWhere(db, before === undefined ? undefined : gt(staff.customerId, before))
    .orderBy(staff.customerId)
    .limit(limit + 1);
  const page = pageOf("staff", rows, limit);
  return { ...page, items: page.items.map(presentMember) };
}

export async function findMember({ db }: ServiceContext, customerId: string): Promise<Member | undefined> {
  const [member] = await membersWhere(db, eq(staff.customerId, customerId));
  return member && presentMember(member);
}

function membersWhere(db: Connection, condition: SQL | undefined) {
  return db
    .select({
      id: staff.customerId,
      email: customers.email,
      firstName: customers.firstName,
      lastName: customers.lastName,
      role: staff.role,
      confirmedAt: secondFactors.confirmedAt,
      createdAt: staff.createdAt,
    })
    .from(staff)
    .innerJoin(customers, eq(customers.id, staff.customerId))
    .leftJoin(
      secondFactors,
      and(eq(secondFactors.customerId, staff.customerId), isNotNull(secondFactors.confirmedAt)),
    )
    .where(condition)
    .$dynamic();
}

type MemberRow = Awaited<ReturnType<typeof membersWhere>>[number];

function presentMember({ id: customerId, confirmedAt, ...row }: MemberRow): Member {
  return { customerId, ...row, secondFactor: confirmedAt !== null };
}
