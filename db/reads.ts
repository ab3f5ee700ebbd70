import type { InStatement } from "@libsql/client";

/** Whether a statement only reads. */
export function isRead(statement: InStatement): boolean {
  const sql = typeof statement === "string" ? statement : statement.sql;
  if (/^\s*(select|explain|values)\b/i.test(sql)) return true;
  return /^\s*with\b/i.test(sql) && !/\b(insert|update|delete|replace)\b/i.test(sql);
}
