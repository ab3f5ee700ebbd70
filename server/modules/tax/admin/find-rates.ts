import { asc, eq } from "drizzle-orm";
import { taxCountries, taxRates } from "../../../../db/schema/index.ts";
import { batch } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { toBasisPoints } from "../rate-units.ts";
import type { CountryRates, RatesInput } from "./schema.ts";

/** The rates of a country, or of every country that has some, by country. */
export async function findRates(
  ctx: Pick<ServiceContext, "db">,
  { country }: RatesInput,
): Promise<CountryRates[]> {
  const [countries, rows] = await batch(ctx, (db) => [
    db
      .select()
      .from(taxCountries)
      .where(country === undefined ? undefined : eq(taxCountries.country, country))
      .orderBy(asc(taxCountries.country)),
    db
      .select()
      .from(taxRates)
      .where(country === undefined ? undefined : eq(taxRates.country, country))
      .orderBy(asc(taxRates.country), asc(taxRates.position)),
  ]);
  const ratesOf = Map.groupBy(rows, (row) => row.country);
  return countries.map((known) => ({
    ...known,
    rates: (ratesOf.get(known.country) ?? []).map(({ rate, country: _, position: __, ...row }) => ({
      ...row,
      basisPoints: toBasisPoints(rate),
    })),
  }));
}
