import { sql } from "drizzle-orm";

/**
 * How often one buyer may use a promotion of `promotions p`; null for no limit. There is one first order alone, also of those
 * that are placed at the same moment.
 */
export const limitPerBuyer = sql`case when p.conditions ->> 'firstOrder' then 1 else p.usage_limit_per_customer end`;
