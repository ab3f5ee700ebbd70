import type { Client } from "@libsql/client";
import { migrations } from "./migrations/index.ts";

const history = "schema_migrations";

/**
 * Brings the database to the newest schema and returns the names of the migrations it applied.
 * Safe when several processes start at once: each migration is one transaction under the write lock whose first
 * statement claims the migration's name, so the second to come rolls back and finds the work done.
 */
export async function migrate(client: Client): Promise<string[]> {
  await client.execute(
    `create table if not exists ${history} (name text primary key not null, applied_at integer not null)`,
  );
  const applied: string[] = [];
  for (const { name, sql } of migrations) {
    if (await isApplied(client, name)) continue;
    try {
      await client.migrate([
        { sql: `insert into ${history} values (?, ?)`, args: [name, Date.now()] },
        ...sql.split("--> statement-breakpoint"),
      ]);
      applied.push(name);
    } catch (error) {
      if (!(await isApplied(client, name))) throw error;
    }
  }
  return applied;
}

/** The names of the migrations that the database still lacks. */
export async function pendingMigrations(client: Client): Promise<string[]> {
  const { rows } = await client.execute(`select name from ${history}`);
  const applied = new Set(rows.map((row) => row["name"]));
  return migrations.map(({ name }) => name).filter((name) => !applied.has(name));
}

/** The names of the migrations that the database has and this version does not know; undefined where it is no store. */
export async function unknownMigrations(client: Client): Promise<string[] | undefined> {
  const { rows: tables } = await client.execute({
    sql: "select 1 from sqlite_schema where type = 'table' and name = ?",
    args: [history],
  });
  if (tables.length === 0) return undefined;
  const { rows } = await client.execute(`select name from ${history} order by name`);
  const known = new Set<string>(migrations.map(({ name }) => name));
  return rows.map((row) => String(row["name"])).filter((name) => !known.has(name));
}

async function isApplied(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.execute({
    sql: `select 1 from ${history} where name = ?`,
    args: [name],
  });
  return rows.length > 0;
}
