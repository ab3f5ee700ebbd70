import { batch } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import type { CardRow } from "../cards.ts";
import { findMarket } from "../markets.ts";
import type { ProductSort } from "../schema.ts";
import { type Filter, filterValues } from "./filters.ts";
import { findFilters, type Measured } from "./find-filters.ts";
import { choosePlan, maxSteps, type Plan, rarest, type Source } from "./plan.ts";
import type { Position } from "./position.ts";
import { maxShown } from "./shown.ts";
import { endFor, isWalked, pageFor } from "./statements.ts";
import { isSold, type Wish } from "./wishes.ts";

/** How often a walk goes on when few products on its way pass, before the page is given as it is. */
const maxRounds = 3;

/** What the statements' placeholders stand for. */
export interface ListValues {
  [name: string]: unknown;
  market: string | null;
}

interface Wanted {
  sort: ProductSort;
  search: boolean;
  wishes: readonly Wish[];
  measured: Measured;
  after: Position | undefined;
  limit: number;
  values: ListValues;
}

type Place = Pick<Position, "sortKey" | "number">;

interface Page {
  rows: (CardRow & Place)[];
  /** Where the next page begins; undefined after the last. */
  next: Position | undefined;
}

/** A page of the list from a place on. @throws NOT_FOUND for an unknown market */
export async function readPage(ctx: ServiceContext, wanted: Wanted): Promise<Page> {
  const page = await fillPage(ctx, wanted);
  if (page.rows.length === 0) await findMarket(ctx, wanted.values.market); // an unknown one sells nothing
  return page;
}

async function fillPage(ctx: ServiceContext, wanted: Wanted): Promise<Page> {
  const { sort, limit, values } = wanted;
  let { measured, after } = wanted;
  const rows: Page["rows"] = [];
  for (let round = 1; ; round++) {
    const { filters } = measured;
    const { source, steps } = planOf(wanted, measured, round);
    const walked = isWalked(source, filters);
    const shape = { sort, filters, source, rarest: rarestOf(source, filters), after: after !== undefined };
    // One row more than asked for tells whether there is a next page.
    const bound = {
      ...values,
      ...filterValues(filters),
      steps,
      afterKey: after?.sortKey,
      afterNumber: after?.number,
      shown: JSON.stringify(wanted.after?.shown ?? []),
      limit: limit + 1 - rows.length,
    };
    if (!walked || (round === 1 && !isShort(filters, limit))) {
      const found = await pageFor(shape)(ctx.db, bound);
      if (!walked || found.length > limit) return pageOf([...rows, ...found], wanted);
    }
    // Few pass on the way: they are read with where the walk stopped, so that both are of one moment.
    const [found, [end]] = await batch(ctx, (db) => [pageFor(shape)(db, bound), endFor(shape)(db, bound)]);
    rows.push(...found);
    if (!end || rows.length > limit) return pageOf(rows, wanted);
    after = { ...end, shown: [] };
    if (round === maxRounds) return { rows, next: after };
    // A market in which little is sold has an index of that.
    if (round === 1) measured = await findFilters(ctx, [...wanted.wishes, isSold], values);
  }
}

/** A page that is full, or the last. */
function pageOf(found: Page["rows"], { sort, limit, after }: Wanted): Page {
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  if (!last) return { rows, next: undefined };
  const { sortKey, number } = last;
  if (sort !== "relevance") return { rows, next: { sortKey, number, shown: [] } };
  const shown = [...(after?.shown ?? []), ...rows.map((row) => row.number)];
  return { rows, next: shown.length < maxShown ? { sortKey, number, shown } : undefined };
}

/** Whether it is known that a page will not be full. */
const isShort = (filters: readonly Filter[], limit: number): boolean =>
  filters.some(({ products }) => products !== null && products <= limit);

function rarestOf(source: Source, filters: readonly Filter[]): number | undefined {
  return source === "search" ? rarest(filters) : undefined;
}

/** A walk that goes on takes longer steps. */
function planOf({ search, limit }: Wanted, { filters, products }: Measured, round: number): Plan {
  if (search) return { source: "search", steps: 0 };
  const { source, steps } = choosePlan(filters, products, limit + 1);
  return { source, steps: Math.min(steps * 10 ** (round - 1), maxSteps) };
}
