import { asc, eq } from "drizzle-orm";
import { shippingOptions } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import type { AdminShippingOption } from "./schema.ts";

export type ShippingOptionRow = typeof shippingOptions.$inferSelect;

/** All of them, archived ones too, in the order in which shoppers see them. */
export async function findOptions({ db }: ServiceContext): Promise<AdminShippingOption[]> {
  const rows = await db
    .select()
    .from(shippingOptions)
    .orderBy(asc(shippingOptions.position), asc(shippingOptions.id));
  return rows.map(presentOption);
}

/** @throws NOT_FOUND */
export async function getOption({ db }: Pick<ServiceContext, "db">, id: string): Promise<ShippingOptionRow> {
  const [row] = await db.select().from(shippingOptions).where(eq(shippingOptions.id, id));
  if (!row) throw new AppError("NOT_FOUND");
  return row;
}

export function presentOption({ minDays, maxDays, ...row }: ShippingOptionRow): AdminShippingOption {
  const { zones, prices, excluded } = row;
  return {
    ...row,
    zones:
      zones?.map((zone) => ({
        ...zone,
        regions: listOf(zone.regions),
        postalCodes: listOf(zone.postalCodes),
      })) ?? null,
    prices: Object.fromEntries(
      Object.entries(prices).map(([currency, price]) => [currency, { ...price, steps: [...price.steps] }]),
    ),
    days: minDays === null || maxDays === null ? null : { min: minDays, max: maxDays },
    excluded: excluded && {
      productIds: [...excluded.productIds],
      categoryIds: [...excluded.categoryIds],
      tags: [...excluded.tags],
    },
  };
}

const listOf = (names: readonly string[] | null): string[] | null => names && [...names];
