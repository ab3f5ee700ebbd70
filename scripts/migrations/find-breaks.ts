import { keyOf, type Part, type Schema } from "./schema.ts";

/** What servers of the release may stumble over. */
export interface Break {
  /** `drops column orders.status`. */
  what: string;
  /** Whether only who reads it can tell that they do: what is compared is a text. */
  isText: boolean;
}

const texts = new Set<Part["kind"]>(["check", "trigger", "view"]);

/** What `after` lacks, changes or refuses of what a server could rely on that was written for `before`. */
export function findBreaks(before: Schema, after: Schema): Break[] {
  const breaks: Break[] = [];
  const note = (what: string, part: Part) =>
    breaks.push({ what: `${what} ${keyOf(part)}`, isText: what !== "drops" && texts.has(part.kind) });
  for (const [key, part] of before) {
    const now = after.get(key);
    if (now && now.text !== part.text) note("changes", part);
    if (!now && (isTable(part) || has(after, part.table))) note("drops", part);
  }
  for (const [key, part] of after) {
    if (!before.has(key) && has(before, part.table) && refusesOldRows(part, before, after)) {
      note("adds", part);
    }
  }
  return breaks;
}

/** A row as it was written before names none of the new columns. */
function refusesOldRows({ kind, table, columns, restricts }: Part, before: Schema, after: Schema): boolean {
  if (!restricts) return false;
  const added = columns.filter((column) => !before.has(keyOfColumn(table, column)));
  switch (kind) {
    case "check":
      return added.length < columns.length; // one of new columns alone holds for what they default to
    case "index":
    case "foreign key":
      return !added.some((column) => after.get(keyOfColumn(table, column))?.leftNull); // null meets nothing
    default:
      return true;
  }
}

const isTable = ({ kind }: Part) => kind === "table" || kind === "view";
const has = (schema: Schema, table: string) => schema.has(`table ${table}`) || schema.has(`view ${table}`);
const keyOfColumn = (table: string, column: string) => keyOf({ kind: "column", name: `${table}.${column}` });
