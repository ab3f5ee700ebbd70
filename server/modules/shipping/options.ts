import { asc, eq } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { shippingOptions } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import type { ShippingOption } from "./schema.ts";

type ShippingOptionRow = typeof shippingOptions.$inferSelect;

const optionsStatement = prepared((db) =>
  db
    .select()
    .from(shippingOptions)
    .where(eq(shippingOptions.status, "active"))
    .orderBy(asc(shippingOptions.position)),
);

/** Whether an option delivers to a country (ISO 3166-1 alpha-2). */
export function delivers({ zones }: Pick<ShippingOptionRow, "zones">, country: string): boolean {
  return zones === null || zones.some((zone) => zone.country === country);
}

/** What it costs; undefined where it is not on offer. */
export function amountOf(
  { prices }: Pick<ShippingOptionRow, "prices">,
  currency: string,
): number | undefined {
  return prices[currency]?.steps[0]?.amount;
}

/** The options priced in a currency, those that deliver to the country alone when one is given. */
export async function listShippingOptions(
  { db }: ServiceContext,
  { currency, country }: { currency: string; country: string | undefined },
): Promise<ShippingOptionRow[]> {
  const rows = (await optionsStatement(db)).filter((option) => amountOf(option, currency) !== undefined);
  return country === undefined ? rows : rows.filter((option) => delivers(option, country));
}

export function presentShippingOption(option: ShippingOptionRow, currency: string): ShippingOption {
  const { id, name, description } = option;
  return { id, name, description, price: { amount: amountOf(option, currency) ?? 0, currency } };
}
