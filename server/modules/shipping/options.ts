import { asc, eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { shippingOptions } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import type { ShippingOption } from "./schema.ts";

type ShippingOptionRow = typeof shippingOptions.$inferSelect;

const optionsStatement = prepared((db) =>
  db
    .select()
    .from(shippingOptions)
    .where(eq(shippingOptions.currency, sql.placeholder("currency")))
    .orderBy(asc(shippingOptions.position)),
);

/** Whether an option delivers to a country (ISO 3166-1 alpha-2). */
export function delivers({ countries }: Pick<ShippingOptionRow, "countries">, country: string): boolean {
  return countries === null || countries.includes(country);
}

/** The options priced in a currency, those that deliver to the country alone when one is given. */
export async function listShippingOptions(
  { db }: ServiceContext,
  { currency, country }: { currency: string; country: string | undefined },
): Promise<ShippingOptionRow[]> {
  const rows = await optionsStatement(db, { currency });
  return country === undefined ? rows : rows.filter((option) => delivers(option, country));
}

export function presentShippingOption({
  id,
  name,
  description,
  amount,
  currency,
}: ShippingOptionRow): ShippingOption {
  return { id, name, description, price: { amount, currency } };
}
