import { and, eq, inArray, sql } from "drizzle-orm";
import { attributes, productAttributes } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { AppError, type FieldIssue } from "../../../core/errors.ts";
import { audit } from "../../auth/audit.ts";
import { differences } from "../differences.ts";
import type { AdminAttribute, SaveAttributeInput } from "./attribute-schema.ts";
import { describeChanges } from "./changes.ts";
import { findAttribute } from "./find-attributes.ts";

/**
 * Makes an attribute, or changes the one of that key and version.
 * @throws NOT_FOUND, VERSION_CONFLICT; BAD_REQUEST for a type or choices that products rely on
 */
export function saveAttribute(ctx: StaffContext, input: SaveAttributeInput): Promise<AdminAttribute> {
  return transact(ctx, async (tx) => {
    const { version, ...fields } = input;
    await (version === undefined ? addAttribute(tx, fields) : changeAttribute(tx, version, fields));
    return findAttribute(tx, input.key);
  });
}

type Fields = Omit<SaveAttributeInput, "version">;

async function addAttribute(
  tx: TransactionContext,
  { key, name, type, choices = null }: Fields,
): Promise<void> {
  const now = tx.clock.now();
  const [added] = await tx.db
    .insert(attributes)
    .values({ key, name, type, choices, createdAt: now, updatedAt: now })
    .onConflictDoNothing()
    .returning({ key: attributes.key });
  if (!added) throw await versionConflict(tx, key);
  await audit(tx, "attribute-saved", key, { created: true, name, type, choices });
}

async function changeAttribute(
  tx: TransactionContext,
  version: number,
  { key, name, type, choices = null }: Fields,
): Promise<void> {
  const known = await findAttribute(tx, key);
  if (known.version !== version) throw await versionConflict(tx, key);
  const changes = differences(known, { name, type, choices });
  if (!changes) return;

  const issues = known.inUse ? await problemsOf(tx, known, { type, choices }) : [];
  if (issues.length > 0) throw new AppError("BAD_REQUEST", { issues });
  const [changed] = await tx.db
    .update(attributes)
    .set({ ...changes, version: sql`${attributes.version} + 1`, updatedAt: tx.clock.now() })
    .where(and(eq(attributes.key, key), eq(attributes.version, version)))
    .returning({ key: attributes.key });
  if (!changed) throw await versionConflict(tx, key);
  await audit(tx, "attribute-saved", key, { changes: describeChanges(known, changes) });
}

/** What products would be left with that the attribute no longer allows. */
async function problemsOf(
  { db }: TransactionContext,
  known: AdminAttribute,
  { type, choices }: Pick<AdminAttribute, "type" | "choices">,
): Promise<FieldIssue[]> {
  if (type !== known.type) return [{ path: "type", message: "Stays as it is while products have it" }];
  const removed = known.choices?.filter((choice) => !choices?.includes(choice)) ?? [];
  if (removed.length === 0) return [];
  const kept = await db
    .selectDistinct({ choice: productAttributes.text })
    .from(productAttributes)
    .where(and(eq(productAttributes.key, known.key), inArray(productAttributes.text, removed)));
  const used = kept.map(({ choice }) => choice).join(", ");
  return used === "" ? [] : [{ path: "choices", message: `Products have: ${used}` }];
}

/** @throws NOT_FOUND */
async function versionConflict(tx: TransactionContext, key: string): Promise<AppError> {
  const { version: current } = await findAttribute(tx, key);
  return new AppError("VERSION_CONFLICT", { current });
}
