import { and, eq, ne, sql } from "drizzle-orm";
import { markets } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../../auth/audit.ts";
import { differences } from "../differences.ts";
import { describeChanges } from "./changes.ts";
import { getMarket } from "./find-markets.ts";
import type { AdminMarket, SaveMarketInput } from "./market-schema.ts";

/**
 * Makes a market, or changes the one of that code and version. Carts keep the currency they were begun in, so that a
 * shopper's sum never changes its meaning; new ones get the market's.
 * @throws NOT_FOUND, VERSION_CONFLICT; BAD_REQUEST when the default one would be so no longer
 */
export function saveMarket(ctx: StaffContext, input: SaveMarketInput): Promise<AdminMarket> {
  return transact(ctx, async (tx) => {
    const { version, ...fields } = input;
    await (version === undefined ? addMarket(tx, fields) : changeMarket(tx, version, fields));
    return getMarket(tx, input.code);
  });
}

type Fields = Omit<SaveMarketInput, "version">;

async function addMarket(tx: TransactionContext, { isDefault = false, ...fields }: Fields): Promise<void> {
  const { code } = fields;
  if (isDefault) await takeDefault(tx, code);
  const [added] = await tx.db
    .insert(markets)
    .values({ ...fields, isDefault })
    .onConflictDoNothing({ target: markets.code })
    .returning({ code: markets.code });
  if (!added) throw await versionConflict(tx, code);
  await audit(tx, "market-saved", code, { created: true, ...fields, isDefault });
}

async function changeMarket(tx: TransactionContext, version: number, fields: Fields): Promise<void> {
  const { code } = fields;
  const known = await getMarket(tx, code);
  if (known.version !== version) throw await versionConflict(tx, code);
  const changes = differences(known, fields);
  if (!changes) return;

  if (changes.isDefault === false) {
    const message = "Stays the default one until another is";
    throw new AppError("BAD_REQUEST", { issues: [{ path: "isDefault", message }] });
  }
  if (changes.isDefault) await takeDefault(tx, code);
  const [changed] = await tx.db
    .update(markets)
    .set({ ...changes, version: sql`${markets.version} + 1` })
    .where(and(eq(markets.code, code), eq(markets.version, version)))
    .returning({ code: markets.code });
  if (!changed) throw await versionConflict(tx, code);
  await audit(tx, "market-saved", code, { changes: describeChanges(known, changes) });
}

/** Has the default market no longer be it, for another to become so in the same transaction. */
async function takeDefault(tx: TransactionContext, code: string): Promise<void> {
  const former = await tx.db
    .update(markets)
    .set({ isDefault: false, version: sql`${markets.version} + 1` })
    .where(and(eq(markets.isDefault, true), ne(markets.code, code)))
    .returning();
  for (const market of former) {
    const changes = describeChanges({ ...market, isDefault: true }, { isDefault: false });
    await audit(tx, "market-saved", market.code, { changes });
  }
}

/** @throws NOT_FOUND */
async function versionConflict(tx: TransactionContext, code: string): Promise<AppError> {
  const { version: current } = await getMarket(tx, code);
  return new AppError("VERSION_CONFLICT", { current });
}
