import { z } from "zod";
import { idInput } from "./contract.ts";
import { AppError } from "./errors.ts";
import { decodeCursor, encodeCursor } from "./pagination.ts";

/** How much of a list is asked for, and from where on. */
export const pageInput = z
  .object({
    limit: z.int().min(1).max(100).default(24),
    cursor: z.string().max(500).optional().describe("`nextCursor` of the page before"),
  })
  .meta({ id: "PageInput" });

/** The same of what belongs to one record. */
export const pageOfInput = pageInput.extend({ id: idInput }).meta({ id: "PageOfInput" });

export type PageOfInput = z.output<typeof pageOfInput>;

/** One page of a list in the order of ids. */
interface Page<Row> {
  items: Row[];
  nextCursor: string | null;
}

/** Cuts one row more than was asked for off, which tells that there is a next page of the list of that name. */
export function pageOf<Row extends { id: string }>(
  list: string,
  rows: readonly Row[],
  limit: number,
): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor([list, last.id]) : null };
}

/** The last id of the page before; undefined for the first page. @throws BAD_REQUEST for what no page of this list said */
export function idBefore(
  list: string,
  cursor: string | undefined,
  isId: (id: string) => boolean = () => true,
): string | undefined {
  if (cursor === undefined) return undefined;
  const [name, id] = decodeCursor(cursor, "string");
  if (name !== list || !isId(id)) {
    throw new AppError("BAD_REQUEST", { issues: [{ path: "cursor", message: "Not a cursor of this list" }] });
  }
  return id;
}
