import { type Break, findBreaks } from "./find-breaks.ts";
import { plain } from "./read-checks.ts";
import { openScratch, readSchema, type Schema } from "./schema.ts";

export interface Migration {
  name: string;
  sql: string;
}

export interface Migrations {
  /** In the order in which they are applied. */
  migrations: readonly Migration[];
  /** What this version has no use for any more, and the next one takes away. */
  held: readonly Migration[];
}

/** What a release had, by name the hash of its text. */
export interface Release {
  version: string;
  migrations: Readonly<Record<string, string>>;
  held: Readonly<Record<string, string>>;
}

/** What of the migrations since the release its servers could not bear, which run beside ours while we are deployed. */
export function checkMigrations({ version, ...released }: Release, { migrations }: Migrations): string[] {
  const names = Object.keys(released.migrations);
  const edited = names.filter((name, at) => {
    const ours = migrations[at];
    return ours?.name !== name || hashOf(ours) !== released.migrations[name];
  });
  if (edited.length > 0)
    return edited.map((name) => `${name} is of ${version}: it stays as and where it was`);

  const database = openScratch();
  try {
    for (const { sql } of migrations.slice(0, names.length)) database.exec(sql);
    const before = readSchema(database);
    const seen = new Set<string>();
    return migrations.slice(names.length).flatMap((migration) => {
      database.exec(migration.sql);
      const breaks = [...findBreaks(before, readSchema(database)), ...findRewrites(before, migration)];
      const own = breaks.filter(({ what }) => !seen.has(what));
      for (const { what } of own) seen.add(what);
      if (released.held[migration.name] === hashOf(migration)) return [];
      return judge(migration, own, version);
    });
  } finally {
    database.close();
  }
}

/** In which way a migration says that servers of the release get along with something. */
const borne = /^-- borne: (.+)$/gm;

function judge({ name, sql }: Migration, breaks: readonly Break[], version: string): string[] {
  const said = new Set([...sql.matchAll(borne)].map(([, what = ""]) => what));
  const refused = breaks.flatMap(({ what, isText }) => {
    if (!isText) return [`${name} ${what}: hold it back until no server of ${version} is left`];
    if (said.delete(what)) return [];
    return [
      `${name} ${what}: say "-- borne: ${what}" in it if ${version} gets along with that, else hold it back`,
    ];
  });
  return [...refused, ...[...said].map((what) => `${name} says that it ${what}, and does not`)];
}

/** What writes over rows that are there, in each of SQLite's ways to say it, and the name of their table. */
const rewrite =
  /\b(?:update(?: or \w+)?|delete from|replace into|insert into(?=.* do update\b)) (?:\W?main\W?\.)?\W?(\w+)/gi;

/** Rows that a migration writes anew: what they mean to servers of the release, no schema tells. */
function findRewrites(before: Schema, { sql }: Migration): Break[] {
  const tables = sql
    .split("--> statement-breakpoint")
    .map((statement) => plain(statement).replace(/'[^']*'|\bcreate trigger\b.*/gi, "")) // a trigger is compared by itself
    .flatMap((statement) => [...statement.matchAll(rewrite)].map(([, table]) => table?.toLowerCase()));
  return [...new Set(tables)]
    .filter((table) => before.has(`table ${table}`))
    .map((table) => ({ what: `rewrites rows of ${table}`, isText: true }));
}

export function hashOf({ sql }: Migration): string {
  return new Bun.CryptoHasher("sha256").update(sql).digest("hex");
}
