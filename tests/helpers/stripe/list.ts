import type { Stripe } from "stripe";
import { invalidRequest } from "./failure.ts";
import type { Pagination } from "./params.ts";

interface Listed {
  id: string;
  created: number;
}

/** One page of what was made, the newest first. */
export function listPage<Row extends Listed>(
  url: string,
  rows: readonly Row[],
  { created, ending_before, starting_after, limit = 10 }: Pagination,
): Stripe.ApiList<Row> {
  const found = rows.filter((row) => isWithin(row.created, created)).toReversed();
  if (ending_before !== undefined) {
    const end = placeOf(found, ending_before, "ending_before");
    const start = Math.max(0, end - limit);
    return { object: "list", url, has_more: start > 0, data: found.slice(start, end) };
  }
  const start = starting_after === undefined ? 0 : placeOf(found, starting_after, "starting_after") + 1;
  const data = found.slice(start, start + limit);
  return { object: "list", url, has_more: start + data.length < found.length, data };
}

function placeOf(rows: readonly Listed[], id: string, param: string): number {
  const place = rows.findIndex((row) => row.id === id);
  if (place < 0) throw invalidRequest(`No such object: '${id}'`, { code: "resource_missing", param });
  return place;
}

function isWithin(created: number, asked: Pagination["created"]): boolean {
  if (asked === undefined) return true;
  if (typeof asked === "number") return created === asked;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = asked;
  return created > gt && created >= gte && created < lt && created <= lte;
}
