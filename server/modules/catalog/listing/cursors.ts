import { eq, sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import { products } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { decodeCursorOf, encodeCursor, notACursor, textKey, textOf } from "../../../core/pagination.ts";
import type { ProductSort } from "../schema.ts";
import type { Position } from "./position.ts";
import { readShown, writeShown } from "./shown.ts";

const titleStatement = prepared((db) =>
  db
    .select({ title: products.title })
    .from(products)
    .where(eq(products.number, sql.placeholder("number"))),
);

export function writeCursor(sort: ProductSort, { sortKey, number, shown }: Position): string {
  if (sort === "relevance") return encodeCursor([sort, writeShown(shown), ""]);
  return encodeCursor([sort, typeof sortKey === "string" ? textKey(sortKey) : sortKey, String(number)]);
}

/** @throws BAD_REQUEST when it is not of this list in this order */
export async function readCursor(ctx: ServiceContext, sort: ProductSort, cursor: string): Promise<Position> {
  if (sort === "relevance") {
    const shown = readShown(decodeCursorOf(sort, cursor, "string")[0]);
    if (shown === undefined) throw notACursor();
    return { sortKey: 0, number: 0, shown };
  }
  if (sort !== "title") {
    const [sortKey, number] = decodeCursorOf(sort, cursor, "number");
    return { sortKey, number: numberOf(number), shown: [] };
  }
  const [key, digits] = decodeCursorOf(sort, cursor, "string");
  const number = numberOf(digits);
  const title = async () => (await titleStatement(ctx.db, { number }))[0]?.title;
  return { sortKey: await textOf(key, title), number, shown: [] };
}

function numberOf(digits: string): number {
  if (!/^[0-9]{1,15}$/.test(digits)) throw notACursor();
  return Number(digits);
}
