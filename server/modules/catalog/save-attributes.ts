import { eq, inArray } from "drizzle-orm";
import { attributes, productAttributes } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import { AppError, type FieldIssue } from "../../core/errors.ts";
import { type AttributeValue, storeValue, valueProblem } from "./attribute-value.ts";

/** Gives a product these attributes and no others. @throws BAD_REQUEST for what its definition does not allow */
export async function saveAttributes(
  db: Transaction,
  productId: string,
  values: Readonly<Record<string, AttributeValue>>,
): Promise<void> {
  const wanted = Object.entries(values);
  const issues = await problemsOf(db, wanted);
  if (issues.length > 0) throw new AppError("BAD_REQUEST", { issues });
  await db.delete(productAttributes).where(eq(productAttributes.productId, productId));
  if (wanted.length === 0) return;
  await db
    .insert(productAttributes)
    .values(wanted.map(([key, value]) => ({ productId, key, ...storeValue(value) })));
}

async function problemsOf(
  db: Transaction,
  wanted: readonly [string, AttributeValue][],
): Promise<FieldIssue[]> {
  if (wanted.length === 0) return [];
  const keys = wanted.map(([key]) => key);
  const found = await db.select().from(attributes).where(inArray(attributes.key, keys));
  const definitions = new Map(found.map((definition) => [definition.key, definition]));
  return wanted.flatMap(([key, value]) => {
    const definition = definitions.get(key);
    const message = definition ? valueProblem(definition, value) : "The shop has no such attribute";
    return message === undefined ? [] : [{ path: `attributes.${key}`, message }];
  });
}
