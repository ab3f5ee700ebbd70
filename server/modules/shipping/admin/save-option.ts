import { and, eq, sql } from "drizzle-orm";
import { shippingOptions } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { audit } from "../../auth/audit.ts";
import { describeChanges } from "../../catalog/admin/changes.ts";
import { differences } from "../../catalog/differences.ts";
import { selectionIssues } from "../../catalog/selection-issues.ts";
import { getOption, presentOption, type ShippingOptionRow } from "./find-options.ts";
import { optionIssues } from "./option-issues.ts";
import type { AdminShippingOption, SaveOptionInput } from "./schema.ts";

/**
 * Makes a shipping option, or changes what is given of the one of that id and version.
 * @throws NOT_FOUND, VERSION_CONFLICT; BAD_REQUEST for what does not go together, or names what there is not
 */
export function saveOption(ctx: StaffContext, input: SaveOptionInput): Promise<AdminShippingOption> {
  return transact(ctx, async (tx) => {
    const id = input.id === undefined ? await addOption(tx, input) : await changeOption(tx, input.id, input);
    return presentOption(await getOption(tx, id));
  });
}

type Fields = Omit<ShippingOptionRow, "id" | "version" | "createdAt" | "updatedAt">;

/** What a new option is before anything is said of it. */
const blank: Omit<Fields, "name" | "prices"> = {
  description: "",
  kind: "delivery",
  status: "active",
  zones: null,
  minDays: null,
  maxDays: null,
  pickupAddress: null,
  excluded: null,
  taxClass: null,
  position: 0,
};

async function addOption(tx: TransactionContext, input: SaveOptionInput): Promise<string> {
  const { name, prices } = input;
  const bare: Fields = { ...blank, name, prices };
  const fields = { ...bare, ...differences(bare, givenFields(input)) };
  await assertRight(tx, fields);
  const id = newId("ship");
  const now = tx.clock.now();
  await tx.db.insert(shippingOptions).values({ ...fields, id, createdAt: now, updatedAt: now });
  await audit(tx, "shipping-option-saved", id, { created: true, name, kind: fields.kind });
  return id;
}

async function changeOption(tx: TransactionContext, id: string, input: SaveOptionInput): Promise<string> {
  const { version = 0 } = input; // which none has
  const known = await getOption(tx, id);
  if (known.version !== version) throw new AppError("VERSION_CONFLICT", { current: known.version });
  const changes = differences<Fields>(known, givenFields(input));
  if (!changes) return id;

  await assertRight(tx, { ...known, ...changes });
  const [changed] = await tx.db
    .update(shippingOptions)
    .set({ ...changes, version: sql`${shippingOptions.version} + 1`, updatedAt: tx.clock.now() })
    .where(and(eq(shippingOptions.id, id), eq(shippingOptions.version, version)))
    .returning({ id: shippingOptions.id });
  if (!changed) throw new AppError("VERSION_CONFLICT", { current: known.version });
  await audit(tx, "shipping-option-saved", id, { changes: describeChanges<Fields>(known, changes) });
  return id;
}

function givenFields({ id: _, version: __, days, ...fields }: SaveOptionInput) {
  const given = days === undefined ? {} : { minDays: days?.min ?? null, maxDays: days?.max ?? null };
  return { ...fields, ...given };
}

/** @throws BAD_REQUEST */
async function assertRight({ db }: TransactionContext, option: Fields): Promise<void> {
  const named = option.excluded ? await selectionIssues(db, option.excluded, "excluded") : [];
  const issues = [...optionIssues(option), ...named];
  if (issues.length > 0) throw new AppError("BAD_REQUEST", { issues });
}
