import type { TestShop } from "./shop.ts";

/** What a request that does nothing may change all the same: when somebody was last seen. */
const traces = new Set(["sessions.last_used_at", "api_keys.last_used_at"]);

/**
 * Every row of every table, to tell that nothing changed. But for the audit log, to which refusals are added, and for
 * sessions that have expired, which go when somebody comes with them.
 */
export async function readTables({ database: { client } }: TestShop): Promise<Record<string, unknown[]>> {
  const { rows } = await client.execute(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name",
  );
  const names = rows.map(({ name }) => String(name)).filter((name) => name !== "audit_events");
  const results = await client.batch(
    names.map((name) =>
      name === "sessions"
        ? { sql: "select * from sessions where expires_at > ?", args: [Date.now()] }
        : { sql: `select * from "${name}"`, args: [] },
    ),
  );
  return Object.fromEntries(
    results.map(({ rows: found, columns }, index) => {
      const name = names[index] ?? "";
      const kept = columns.filter((column) => !traces.has(`${name}.${column}`));
      return [name, found.map((row) => kept.map((column) => row[column]))];
    }),
  );
}
