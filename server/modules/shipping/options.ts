import { asc, eq } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { shippingOptions } from "../../../db/schema/index.ts";
import type { ShippingOption } from "./schema.ts";

export type ShippingOptionRow = typeof shippingOptions.$inferSelect;

/** Those on offer, in the order in which they are shown. */
export const optionsStatement = prepared((db) =>
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

/** Those that are priced in the currency, and deliver to the country when one is given. */
export function usableOptions(
  options: readonly ShippingOptionRow[],
  { currency, country }: { currency: string; country: string | undefined },
): ShippingOptionRow[] {
  return options.filter(
    (option) =>
      amountOf(option, currency) !== undefined && (country === undefined || delivers(option, country)),
  );
}

export function presentShippingOption(option: ShippingOptionRow, currency: string): ShippingOption {
  const { id, name, description } = option;
  return { id, name, description, price: { amount: amountOf(option, currency) ?? 0, currency } };
}
