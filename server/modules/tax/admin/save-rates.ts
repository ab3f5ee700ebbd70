import { and, eq, sql } from "drizzle-orm";
import { rowsInsert } from "../../../../db/insert.ts";
import { taxCountries, taxRates } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext, TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../../auth/audit.ts";
import { toMillionths } from "../rate-units.ts";
import { describeRates } from "./describe-rates.ts";
import { findRates } from "./find-rates.ts";
import type { CountryRates, SaveRatesInput } from "./schema.ts";

const insertRates = rowsInsert(taxRates);

/**
 * Replaces all rates of a country, or brings the first. Orders keep what they were taxed by, carts are taxed anew.
 * @throws NOT_FOUND, VERSION_CONFLICT
 */
export function saveRates(ctx: ServiceContext, input: SaveRatesInput): Promise<CountryRates> {
  const { country, version, rates } = input;
  return transact(ctx, async (tx) => {
    if (version === undefined) await addCountry(tx, country);
    const known = await getRates(tx, country);
    if (version !== undefined) {
      if (known.version !== version) throw new AppError("VERSION_CONFLICT", { current: known.version });
      if (Bun.deepEquals(known.rates, rates)) return known;
      await raiseVersion(tx, country, version);
    }
    await tx.db.delete(taxRates).where(eq(taxRates.country, country));
    await insertRates(
      tx.db,
      rates.map(({ basisPoints, ...rate }, position) => ({
        ...rate,
        country,
        position,
        rate: toMillionths(basisPoints),
      })),
    );
    await audit(tx, "tax-rates-saved", country, describeRates(known.rates, rates));
    return getRates(tx, country);
  });
}

/** @throws VERSION_CONFLICT for one that is there */
async function addCountry(tx: TransactionContext, country: string): Promise<void> {
  const [added] = await tx.db.insert(taxCountries).values({ country }).onConflictDoNothing().returning();
  if (added) return;
  const { version: current } = await getRates(tx, country);
  throw new AppError("VERSION_CONFLICT", { current });
}

async function raiseVersion({ db }: TransactionContext, country: string, version: number): Promise<void> {
  const [raised] = await db
    .update(taxCountries)
    .set({ version: sql`${taxCountries.version} + 1` })
    .where(and(eq(taxCountries.country, country), eq(taxCountries.version, version)))
    .returning();
  if (!raised) throw new AppError("VERSION_CONFLICT", { current: version + 1 });
}

/** @throws NOT_FOUND */
async function getRates(tx: TransactionContext, country: string): Promise<CountryRates> {
  const [known] = await findRates(tx, { country });
  if (!known) throw new AppError("NOT_FOUND");
  return known;
}
