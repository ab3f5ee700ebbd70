import { type SQL, sql } from "drizzle-orm";
import { type AnySQLiteColumn, integer, text } from "drizzle-orm/sqlite-core";

/** A moment, stored as milliseconds since 1970. */
export const moment = (name: string) => integer(name, { mode: "timestamp_ms" });

/** An amount of money in minor units; its currency stands in the same row or its parent's. */
export const amount = (name: string) => integer(name);

/** A value stored as JSON text, typed by the caller. */
export const json = <T>(name: string) => text(name, { mode: "json" }).$type<T>();

/** `column in ('a', 'b')`, for CHECK constraints over a closed set of words. */
export const oneOf = (column: AnySQLiteColumn, words: readonly string[]): SQL =>
  sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(", "))})`;
