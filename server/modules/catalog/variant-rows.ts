import { eq, inArray, sql } from "drizzle-orm";
import type { StockPolicy } from "../../../db/enums.ts";
import { stockLevels, variants } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";

type Row = typeof variants.$inferInsert;

export type VariantFields = Partial<Omit<Row, "id" | "productId" | "createdAt" | "updatedAt">>;

export interface NewVariant {
  row: Omit<Row, "createdAt" | "updatedAt">;
  /** What there is to sell at first; afterwards it belongs to the inventory. */
  stock: { policy: StockPolicy; onHand: number };
}

export interface VariantChange {
  id: string;
  fields: VariantFields;
}

export async function insertVariants(
  db: Transaction,
  added: readonly NewVariant[],
  now: Date,
): Promise<void> {
  if (added.length === 0) return;
  await db.insert(variants).values(added.map(({ row }) => ({ ...row, createdAt: now, updatedAt: now })));
  await db.insert(stockLevels).values(added.map(({ row, stock }) => ({ ...stock, variantId: row.id })));
}

/** Changes variants, which may trade their option values, SKUs and barcodes among each other. */
export async function updateVariants(
  db: Transaction,
  changes: readonly VariantChange[],
  now: Date,
): Promise<void> {
  await park(db, changes);
  for (const { id, fields } of changes) {
    await db
      .update(variants)
      .set({ ...fields, updatedAt: now })
      .where(eq(variants.id, id));
  }
}

/** Frees what only one variant can have where several get another. */
async function park(db: Transaction, changes: readonly VariantChange[]): Promise<void> {
  const parked = {
    optionValues: { optionValues: sql`json_array(${variants.id})` },
    sku: { sku: null },
    barcode: { barcode: null },
  };
  for (const field of ["optionValues", "sku", "barcode"] as const) {
    const ids = changes.filter(({ fields }) => fields[field] !== undefined).map(({ id }) => id);
    if (ids.length > 1) await db.update(variants).set(parked[field]).where(inArray(variants.id, ids));
  }
}
