import { asc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { attributes } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import type { AdminAttribute } from "./attribute-schema.ts";

/** Asked of each kind of value by itself: so an index answers it. */
const inUse = sql`(
  exists (select 1 from product_attributes p where p.key = attributes.key and p.text is not null)
  or exists (select 1 from product_attributes p where p.key = attributes.key and p.number is not null)
)`.mapWith(Boolean);

/** What the shop tells of its products beyond what every shop does, by name. */
export function findAttributes(ctx: ServiceContext): Promise<AdminAttribute[]> {
  return select(ctx);
}

/** @throws NOT_FOUND */
export async function findAttribute(ctx: ServiceContext, key: string): Promise<AdminAttribute> {
  const [attribute] = await select(ctx, eq(attributes.key, key));
  if (!attribute) throw new AppError("NOT_FOUND");
  return attribute;
}

function select({ db }: ServiceContext, where?: SQL): Promise<AdminAttribute[]> {
  return db
    .select({ ...getTableColumns(attributes), inUse })
    .from(attributes)
    .where(where)
    .orderBy(asc(attributes.name), asc(attributes.key));
}
