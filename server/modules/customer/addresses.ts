import { and, count, desc, eq } from "drizzle-orm";
import { customerAddresses } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { CustomerContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { requireCustomer } from "./profile.ts";
import { maxAddresses, type SaveAddressInput, type SavedAddress } from "./schema.ts";

type AddressRow = typeof customerAddresses.$inferSelect;

/** The default one first, then the newest. */
export async function listAddresses({ db, actor }: CustomerContext): Promise<SavedAddress[]> {
  const rows = await db
    .select()
    .from(customerAddresses)
    .where(areOf(actor))
    .orderBy(desc(customerAddresses.isDefault), desc(customerAddresses.id));
  return rows.map(presentAddress);
}

/** Adds an address, the first as the default one, or puts another in place of the one named. @throws NOT_FOUND, BAD_REQUEST beyond the limit */
export function saveAddress(ctx: CustomerContext, input: SaveAddressInput): Promise<SavedAddress> {
  return transact(ctx, async (tx) =>
    presentAddress(
      await (input.id === undefined ? addAddress(tx, input) : changeAddress(tx, input.id, input)),
    ),
  );
}

/** Forgets an address; the newest becomes the default if this one was. Answers those that are left. @throws NOT_FOUND */
export function removeAddress(ctx: CustomerContext, { id }: { id: string }): Promise<SavedAddress[]> {
  return transact(ctx, async (tx) => {
    const [removed] = await tx.db
      .delete(customerAddresses)
      .where(isAddress(tx, id))
      .returning({ wasDefault: customerAddresses.isDefault });
    if (!removed) throw new AppError("NOT_FOUND");
    const [newest] = await listAddresses(tx);
    if (removed.wasDefault && newest) await markDefault(tx, newest.id);
    return listAddresses(tx);
  });
}

/** Makes an address the one to send to unless told otherwise. Answers all of them. @throws NOT_FOUND */
export function setDefaultAddress(ctx: CustomerContext, { id }: { id: string }): Promise<SavedAddress[]> {
  return transact(ctx, async (tx) => {
    await tx.db
      .update(customerAddresses)
      .set({ isDefault: false })
      .where(and(areOf(tx.actor), eq(customerAddresses.isDefault, true)));
    await markDefault(tx, id);
    return listAddresses(tx);
  });
}

async function addAddress(ctx: CustomerContext, input: SaveAddressInput): Promise<AddressRow> {
  const { id: customerId } = await requireCustomer(ctx);
  const [existing] = await ctx.db
    .select({ addresses: count() })
    .from(customerAddresses)
    .where(areOf(ctx.actor));
  const addresses = existing?.addresses ?? 0;
  if (addresses >= maxAddresses) {
    const message = `An account holds at most ${maxAddresses} addresses`;
    throw new AppError("BAD_REQUEST", { issues: [{ path: "", message }] });
  }
  const now = ctx.clock.now();
  const row: AddressRow = {
    id: newId("addr"),
    customerId,
    label: input.label || null,
    address: input.address,
    isDefault: addresses === 0,
    createdAt: now,
    updatedAt: now,
  };
  await ctx.db.insert(customerAddresses).values(row);
  return row;
}

async function changeAddress(
  ctx: CustomerContext,
  id: string,
  { label, address }: SaveAddressInput,
): Promise<AddressRow> {
  const [changed] = await ctx.db
    .update(customerAddresses)
    .set({ label: label || null, address, updatedAt: ctx.clock.now() })
    .where(isAddress(ctx, id))
    .returning();
  if (!changed) throw new AppError("NOT_FOUND");
  return changed;
}

async function markDefault(ctx: CustomerContext, id: string): Promise<void> {
  const marked = await ctx.db
    .update(customerAddresses)
    .set({ isDefault: true })
    .where(isAddress(ctx, id))
    .returning({ id: customerAddresses.id });
  if (marked.length === 0) throw new AppError("NOT_FOUND");
}

function areOf({ customerId }: CustomerContext["actor"]) {
  return eq(customerAddresses.customerId, customerId);
}

/** The address itself, always named with its owner, so that no one touches another's. */
function isAddress({ actor }: CustomerContext, id: string) {
  return and(eq(customerAddresses.id, id), areOf(actor));
}

function presentAddress(row: AddressRow): SavedAddress {
  const { id, label, address, isDefault, createdAt, updatedAt } = row;
  return { id, label, address, isDefault, createdAt, updatedAt };
}
