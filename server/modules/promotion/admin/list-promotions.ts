import { and, desc, eq, lt, type SQL, sql } from "drizzle-orm";
import { promotions } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { idBefore, pageOf } from "../../../core/page.ts";
import { normalizeCode } from "../code.ts";
import { codeBegins } from "./code-begins.ts";
import { withDiscounts } from "./present-promotion.ts";
import type { AdminPromotionPage, ListPromotionsInput } from "./schema.ts";

/** The newest first, whatever their status. */
export async function listPromotions(
  { db }: ServiceContext,
  { q, status, trigger, limit, cursor }: ListPromotionsInput,
): Promise<AdminPromotionPage> {
  const before = idBefore("promotions", cursor);
  const rows = await db
    .select({
      id: promotions.id,
      name: promotions.name,
      trigger: promotions.trigger,
      status: promotions.status,
      priority: promotions.priority,
      exclusive: promotions.exclusive,
      startsAt: promotions.startsAt,
      endsAt: promotions.endsAt,
      usageLimit: promotions.usageLimit,
      usageLimitPerCustomer: promotions.usageLimitPerCustomer,
      uses: promotions.uses,
      discounted: promotions.discounted,
      version: promotions.version,
      createdAt: promotions.createdAt,
      updatedAt: promotions.updatedAt,
    })
    .from(promotions)
    .where(
      and(
        q ? isCalled(q) : undefined,
        status && eq(promotions.status, status),
        trigger && eq(promotions.trigger, trigger),
        before === undefined ? undefined : lt(promotions.id, before),
      ),
    )
    .orderBy(desc(promotions.id))
    .limit(limit + 1);
  return pageOf("promotions", rows.map(withDiscounts), limit);
}

/** Whether its name has the text, whatever the case of its letters from A to Z, or one of its codes begins with it. */
function isCalled(q: string): SQL {
  const pattern = `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const hasCode = sql`exists(
    select 1 from promotion_codes c where c.promotion_id = ${promotions.id} and ${codeBegins(sql`c.code`, normalizeCode(q))}
  )`;
  return sql`(${promotions.name} like ${pattern} escape '\\' or ${hasCode})`;
}
