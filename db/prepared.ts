import type { Connection } from "./transaction.ts";

/** Builds a statement once for each database: building costs Drizzle more than running costs SQLite. */
export function prepared<Statement>(build: (db: Connection) => Statement): (db: Connection) => Statement {
  const built = new WeakMap<Connection, Statement>();
  return (db) => {
    const known = built.get(db);
    if (known !== undefined) return known;
    const statement = build(db);
    built.set(db, statement);
    return statement;
  };
}
