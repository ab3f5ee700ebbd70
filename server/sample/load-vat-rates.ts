import { parse } from "csv-parse/sync";
import { z } from "zod";
import { taxCountries } from "../../db/schema/index.ts";
import { transact } from "../../db/transaction.ts";
import type { ServiceContext } from "../core/context.ts";
import { saveRates } from "../modules/tax/admin/save-rates.ts";
import { saveRatesInput } from "../modules/tax/admin/schema.ts";
import file from "./eu-vat-rates.csv" with { type: "text" };

/**
 * The VAT of the European Union's countries in 2026, each with its standard rate and its most usual reduced one, and the
 * places that have others or none. Sources: https://taxation-customs.ec.europa.eu/vat-rates_en and, of the places,
 * https://taxation-customs.ec.europa.eu/territorial-status-eu-countries-and-certain-territories_en
 */
const row = z
  .object({
    country: z.string(),
    postal_codes: z.string(),
    name: z.string(),
    tax_class: z.string(),
    basis_points: z.string().transform(Number),
  })
  .transform(({ country, ...rate }) => ({
    country,
    name: rate.name,
    postalCodes: rate.postal_codes === "" ? null : rate.postal_codes.split(" "),
    taxClass: rate.tax_class,
    basisPoints: rate.basis_points,
    onShipping: true,
    reverseCharge: true,
  }));

/** Brings the rates of those of the countries that have none, and answers how many these were. */
export function loadVatRates(ctx: ServiceContext): Promise<number> {
  const rows = z.array(row).parse(parse(file, { columns: true }));
  const ratesOf = Map.groupBy(rows, ({ country }) => country);
  return transact(ctx, async (tx) => {
    for (const { country } of await tx.db.select().from(taxCountries)) ratesOf.delete(country);
    for (const [country, rates] of ratesOf) await saveRates(tx, saveRatesInput.parse({ country, rates }));
    return ratesOf.size;
  });
}
