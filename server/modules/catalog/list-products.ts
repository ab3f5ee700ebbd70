import type { ServiceContext } from "../../core/context.ts";
import { presentCard } from "./cards.ts";
import { readCursor, writeCursor } from "./listing/cursors.ts";
import { filterValues } from "./listing/filters.ts";
import { findFilters } from "./listing/find-filters.ts";
import { readFacets } from "./listing/read-facets.ts";
import { readPage } from "./listing/read-page.ts";
import { wishesOf } from "./listing/wishes.ts";
import { localeOf } from "./locale-tag.ts";
import type { ProductPage, ProductsInput } from "./schema.ts";
import { correctQuery } from "./search/correct.ts";
import { searchQuery } from "./search-query.ts";

/** A page of what is published and sold in the market. @throws NOT_FOUND for an unknown market */
export async function listProducts(ctx: ServiceContext, input: ProductsInput): Promise<ProductPage> {
  const typed = input.q?.trim() ?? "";
  const search = searchQuery(typed);
  if (typed !== "" && search === undefined) return nothing(input);

  const wanted = input.sort ?? "relevance";
  const sort = wanted === "relevance" && search === undefined ? "newest" : wanted;
  const { limit, cursor, facets = [], total = false } = input;
  const after = cursor === undefined ? undefined : await readCursor(ctx, sort, cursor);
  const wishes = wishesOf(input);
  const values = {
    market: input.market ?? null,
    locale: localeOf(input),
    now: ctx.clock.now().getTime(),
    ...search,
  };
  const measured =
    wishes.length === 0 ? { products: 0, filters: [] } : await findFilters(ctx, wishes, values);
  const { market, rows, next } = await readPage(ctx, {
    sort,
    search: search !== undefined,
    wishes,
    measured,
    after,
    limit,
    values,
  });
  if (rows.length === 0 && search) {
    const correctedQuery = await correctQuery(ctx, typed);
    if (correctedQuery !== undefined)
      return { ...(await listProducts(ctx, { ...input, q: correctedQuery })), correctedQuery };
  }

  const counts = facets.length > 0 || total;
  const { filters } = measured;
  const asked = {
    facets,
    total,
    filters,
    search: search !== undefined,
    values: { ...values, ...filterValues(filters) },
  };
  return {
    items: rows.map((row) => presentCard(row, market.currency)),
    nextCursor: next ? writeCursor(sort, next) : null,
    correctedQuery: null,
    ...(counts && (await readFacets(ctx, asked))),
  };
}

/** What is found for a text without words. */
function nothing({ facets, total }: ProductsInput): ProductPage {
  return {
    items: [],
    nextCursor: null,
    correctedQuery: null,
    ...(facets && { facets: {} }),
    ...(total && { total: 0 }),
    ...((facets || total) && { capped: false }),
  };
}
