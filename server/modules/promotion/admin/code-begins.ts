import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/** Whether a code begins with the normalised text, as a range of the index that codes stand in. */
export function codeBegins(column: SQLWrapper, start: string): SQL {
  return sql`(${column} >= ${start} and ${column} < ${start} || char(1114111))`; // the last character there is
}
