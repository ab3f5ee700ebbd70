import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { attributeTypes } from "../enums.ts";
import { products } from "./catalog.ts";
import { json, moment, oneOf } from "./columns.ts";

/** What a shop tells of its products beyond what every shop does: `material`, a choice of `cotton` and `wool`. */
export const attributes = sqliteTable(
  "attributes",
  {
    key: text().primaryKey(),
    name: text().notNull(),
    type: text({ enum: attributeTypes }).notNull(),
    /** Of a choice; null for the other types. */
    choices: json<string[]>("choices"),
    version: integer().notNull().default(1),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("attributes_type_known", oneOf(table.type, attributeTypes)),
    check("attributes_choices_of_a_choice", sql`(${table.type} = 'choice') = (${table.choices} is not null)`),
  ],
);

/** What a product has of it: text and choices as text, numbers and booleans (0, 1) as numbers. */
export const productAttributes = sqliteTable(
  "product_attributes",
  {
    productId: text("product_id")
      .notNull()
      .references(() => products.id, { onDelete: "cascade" }),
    key: text()
      .notNull()
      .references(() => attributes.key, { onDelete: "restrict" }),
    text: text(),
    number: real(),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.key] }),
    index("product_attributes_by_number")
      .on(table.key, table.number, table.productId)
      .where(sql`number is not null`),
    check("product_attributes_one_value", sql`(${table.text} is null) <> (${table.number} is null)`),
  ],
);
