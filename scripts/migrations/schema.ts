import { Connection } from "../../db/local/connection.ts";
import { plain, readChecks } from "./read-checks.ts";

/** Something of a schema that statements may rely on. */
export interface Part {
  kind: "table" | "view" | "column" | "index" | "foreign key" | "check" | "trigger";
  /** Unique among its kind. */
  name: string;
  table: string;
  /** Differs where it does. */
  text: string;
  /** Those of its table that it depends on. */
  columns: readonly string[];
  /** Whether rows can be refused for it. */
  restricts: boolean;
  /** Of a column: whether rows that do not name it have null there. */
  leftNull: boolean;
}

/** By kind and name: `column orders.status`. */
export type Schema = ReadonlyMap<string, Part>;

/** What SQLite says itself: no SQL is read for it, so that a table which was copied and renamed is what it was. */
const parts = `
with tables as (
  select l.name, l.type, l.wr, l.strict, s.sql from pragma_table_list l join sqlite_schema s on s.name = l.name
  where l.schema = 'main' and l.type <> 'shadow' and l.name not like 'sqlite_%'
)
select 'table' kind, name, name "table",
  iif(type = 'virtual', sql, iif(wr, 'without rowid ', '') || iif(strict, 'strict', '')) text,
  '[]' columns, 0 restricts, 0 leftNull
from tables where type <> 'view'
union all
select 'view', name, name, sql, '[]', 0, 0 from tables where type = 'view'
union all
select 'column', t.name || '.' || c.name, t.name,
  format('%s, null %d, default %s, key %d, hidden %d', c.type, not c."notnull", coalesce(c.dflt_value, 'none'), c.pk, c.hidden),
  json_array(c.name), c."notnull" and c.dflt_value is null and c.hidden = 0,
  not c."notnull" and c.dflt_value is null and c.hidden = 0
from tables t join pragma_table_xinfo(t.name) c where t.type = 'table'
union all
select 'index', iif(i.origin = 'c', i.name, t.name || i.columns), t.name, coalesce(s.sql, i.origin), i.columns, i."unique", 0
from tables t join (
  select l.*, (select json_group_array(name) from pragma_index_info(l.name)) columns, o.name "on"
  from tables o join pragma_index_list(o.name) l
) i on i."on" = t.name left join sqlite_schema s on s.name = i.name
where t.type = 'table'
union all
select 'foreign key', t.name || json_group_array(f."from"), t.name,
  f."table" || json_group_array(f."to") || f.on_update || f.on_delete, json_group_array(f."from"), 1, 0
from tables t join pragma_foreign_key_list(t.name) f group by t.name, f.id
union all
select 'trigger', name, tbl_name, sql, '[]', sql like '%raise%', 0 from sqlite_schema where type = 'trigger'`;

/** Reads what the migrations so far have made. */
export function readSchema(database: Connection): Schema {
  const schema = new Map<string, Part>();
  const add = (part: Part) => schema.set(keyOf(part), part);
  for (const row of database.run(parts).rows) {
    const columns: unknown = JSON.parse(String(row["columns"]));
    add({
      // Sound: the statement above has no other kinds.
      kind: String(row["kind"]) as Part["kind"],
      name: String(row["name"]),
      table: String(row["table"]),
      text: plain(String(row["text"])),
      columns: Array.isArray(columns) ? columns.filter((name) => typeof name === "string") : [],
      restricts: row["restricts"] === 1,
      leftNull: row["leftNull"] === 1,
    });
  }
  for (const part of checksOf(database, [...schema.values()])) add(part);
  return schema;
}

/** No PRAGMA tells them: they are read from the text of their tables. */
function checksOf(database: Connection, parts: readonly Part[]): Part[] {
  const { rows } = database.run(
    "select name, sql from sqlite_schema where type = 'table' and sql is not null",
  );
  return rows.flatMap((row) => {
    const table = String(row["name"]);
    const known = parts.flatMap((part) =>
      part.kind === "column" && part.table === table ? part.columns : [],
    );
    return readChecks(String(row["sql"])).map(({ name, text }): Part => {
      const words = new Set(text.match(/\w+/g));
      const columns = known.filter((column) => words.has(column));
      const named = name ?? `of ${table}: ${text}`;
      return { kind: "check", name: named, table, text, columns, restricts: true, leftNull: false };
    });
  });
}

export function keyOf({ kind, name }: Pick<Part, "kind" | "name">): string {
  return `${kind} ${name}`;
}

/** An empty database in memory, to try migrations on. */
export function openScratch(): Connection {
  return new Connection(":memory:", [], 0);
}
