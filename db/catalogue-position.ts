import type { ResultSet } from "@libsql/client";

/**
 * How far a database has come in what shoppers are shown of the catalogue: the number of the last of its changes, which
 * triggers write with each. A copy of the database that has come as far shows all of them.
 */
export const positionQuery = "select max(id) as position from catalogue_changes";

export function positionIn({ rows: [row] }: ResultSet): number {
  return Number(row?.["position"] ?? 0);
}
