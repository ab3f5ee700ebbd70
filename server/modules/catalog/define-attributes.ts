import { sql } from "drizzle-orm";
import type { AttributeType } from "../../../db/enums.ts";
import { prepared } from "../../../db/prepared.ts";
import { attributes } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import type { AttributeDefinition, AttributeValue } from "./attribute-value.ts";

const definitionsStatement = prepared((db) =>
  db
    .select()
    .from(attributes)
    .where(sql`${attributes.key} in (select j.value from json_each(${sql.placeholder("keys")}) j)`),
);

/** Defines what nobody has, as text, number or boolean after its first value, and gives the definitions of all. */
export async function defineMissing(
  db: Transaction,
  all: readonly Readonly<Record<string, AttributeValue>>[],
): Promise<Map<string, AttributeDefinition>> {
  const values = new Map(all.flatMap((each) => Object.entries(each)).toReversed());
  if (values.size === 0) return new Map();
  const found = await definitionsStatement(db, { keys: JSON.stringify([...values.keys()]) });
  const known = new Map<string, AttributeDefinition>(found.map((each) => [each.key, each]));
  const now = new Date();
  const missing = [...values]
    .filter(([key]) => !known.has(key))
    .map(([key, value]) => ({
      key,
      name: key,
      type: typeOf(value),
      choices: null,
      createdAt: now,
      updatedAt: now,
    }));
  if (missing.length > 0) await db.insert(attributes).values(missing);
  for (const definition of missing) known.set(definition.key, definition);
  return known;
}

function typeOf(value: AttributeValue): AttributeType {
  if (typeof value === "string") return "text";
  return typeof value === "number" ? "number" : "boolean";
}
