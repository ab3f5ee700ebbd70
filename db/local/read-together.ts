import type { InStatement, ResultSet } from "@libsql/client";
import type { Connection } from "./connection.ts";

/** All statements see the same moment of the database. */
export function readTogether(connection: Connection, statements: readonly InStatement[]): ResultSet[] {
  connection.exec("BEGIN");
  try {
    return statements.map((statement) => connection.run(statement));
  } finally {
    if (connection.inTransaction) connection.exec("COMMIT"); // SQLite ends it by itself when the disk fails
  }
}
