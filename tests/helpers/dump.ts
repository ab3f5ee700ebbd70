import type { TestShop } from "../../testing/shop.ts";

/** What a request that does nothing may change all the same: when somebody was last seen. */
const traces = new Set(["sessions.last_used_at", "api_keys.last_used_at"]);

/** Rows that say nothing of what changed: sessions that have expired go when somebody comes with them. */
const kept: Record<string, { where: string; args: () => (string | number)[] }> = {
  sessions: { where: "expires_at > ?", args: () => [Date.now()] },
  // That somebody was refused is written down on purpose.
  audit_events: { where: "type <> ?", args: () => ["access-refused"] },
};

/** Every row of every table that is not a part of an index, to tell that nothing changed. */
export async function readTables({ database: { client } }: TestShop): Promise<Record<string, unknown[]>> {
  const { rows } = await client.execute(
    "select name from pragma_table_list where type = 'table' and name not like 'sqlite_%' order by name",
  );
  const names = rows.map(({ name }) => String(name));
  const results = await client.batch(
    names.map((name) => {
      const { where, args } = kept[name] ?? { where: "true", args: () => [] };
      return { sql: `select * from "${name}" where ${where}`, args: args() };
    }),
  );
  return Object.fromEntries(
    results.map(({ rows: found, columns }, index) => {
      const name = names[index] ?? "";
      const compared = columns.filter((column) => !traces.has(`${name}.${column}`));
      return [name, found.map((row) => compared.map((column) => row[column]))];
    }),
  );
}
