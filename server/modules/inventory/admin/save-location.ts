import { and, eq, ne, sql } from "drizzle-orm";
import { locations } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { AppError, badRequest } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { audit } from "../../auth/audit.ts";
import { describeChanges } from "../../catalog/admin/changes.ts";
import { differences } from "../../catalog/differences.ts";
import { getLocation } from "./find-locations.ts";
import type { SaveLocationInput, StockLocationRecord } from "./schema.ts";

/** Each of them is looked at for every order. */
const maxLocations = 100;

/**
 * Makes a location, or changes what is given of the one of that id and version.
 * @throws NOT_FOUND, VERSION_CONFLICT; BAD_REQUEST when the default one would be so no longer, or be archived, and for
 * one too many
 */
export function saveLocation(ctx: StaffContext, input: SaveLocationInput): Promise<StockLocationRecord> {
  return transact(ctx, async (tx) => {
    const { id, version = 0, ...fields } = input; // 0 is no location's version
    return getLocation(
      tx,
      await (id === undefined ? addLocation(tx, fields) : changeLocation(tx, id, version, fields)),
    );
  });
}

type Fields = Omit<StockLocationRecord, "id" | "version" | "createdAt" | "updatedAt">;
type Given = Omit<SaveLocationInput, "id" | "version">;

/** What a new one is before anything is said of it. */
const blank: Omit<Fields, "name"> = {
  address: null,
  countries: null,
  priority: 0,
  status: "active",
  isDefault: false,
};

async function addLocation(tx: TransactionContext, given: Given): Promise<string> {
  if ((await tx.db.$count(locations)) >= maxLocations) {
    throw badRequest("name", `A shop has at most ${maxLocations} locations`);
  }
  const bare: Fields = { ...blank, name: given.name };
  const fields = { ...bare, ...differences(bare, given) };
  assertRight(fields);
  const id = newId("loc");
  if (fields.isDefault) await takeDefault(tx, id);
  const now = tx.clock.now();
  await tx.db.insert(locations).values({ ...fields, id, createdAt: now, updatedAt: now });
  await audit(tx, "location-saved", id, { created: true, ...fields });
  return id;
}

async function changeLocation(
  tx: TransactionContext,
  id: string,
  version: number,
  given: Given,
): Promise<string> {
  const known = await getLocation(tx, id);
  if (known.version !== version) throw new AppError("VERSION_CONFLICT", { current: known.version });
  const changes = differences<Fields>(known, given);
  if (!changes) return id;

  if (changes.isDefault === false) throw badRequest("isDefault", "Stays the default one until another is");
  assertRight({ ...known, ...changes });
  if (changes.isDefault) await takeDefault(tx, id);
  const [changed] = await tx.db
    .update(locations)
    .set({ ...changes, version: sql`${locations.version} + 1`, updatedAt: tx.clock.now() })
    .where(and(eq(locations.id, id), eq(locations.version, version)))
    .returning({ id: locations.id });
  if (!changed) throw new AppError("VERSION_CONFLICT", { current: known.version });
  await audit(tx, "location-saved", id, { changes: describeChanges<Fields>(known, changes) });
  return id;
}

/** @throws BAD_REQUEST */
function assertRight({ isDefault, status }: Fields): void {
  if (isDefault && status === "archived") throw badRequest("status", "The default one stays active");
}

/** Has the default location no longer be it, for another to become so in the same transaction. */
async function takeDefault(tx: TransactionContext, id: string): Promise<void> {
  const former = await tx.db
    .update(locations)
    .set({ isDefault: false, version: sql`${locations.version} + 1`, updatedAt: tx.clock.now() })
    .where(and(eq(locations.isDefault, true), ne(locations.id, id)))
    .returning({ id: locations.id });
  for (const location of former) {
    await audit(tx, "location-saved", location.id, { changes: { isDefault: { from: true, to: false } } });
  }
}
