import type { InArgs, InStatement } from "@libsql/client";

export type BatchStatement = InStatement | [string, InArgs?];

/** Whether a statement only reads. */
export function isRead(statement: InStatement): boolean {
  const sql = typeof statement === "string" ? statement : statement.sql;
  if (/^\s*(select|explain|values)\b/i.test(sql)) return true;
  return /^\s*with\b/i.test(sql) && !/\b(insert|update|delete|replace)\b/i.test(sql);
}

export function asStatement(statement: BatchStatement): InStatement {
  return Array.isArray(statement) ? { sql: statement[0], args: statement[1] ?? [] } : statement;
}
