import { type SQL, sql } from "drizzle-orm";
import type { PriceOffer, VariantPrice } from "./product-draft.ts";

/** A price as it is stored, with all that is offered beside it. */
export interface StoredPrice extends VariantPrice {
  offers: PriceOffer[];
}

/**
 * All prices of a variant, by currency, as JSON text for `readPrices`; its id is written-out SQL. Rows are put in order
 * within, as a libSQL server does not parse an `order by` in an aggregate.
 */
export const pricesOf = (variantId: SQL): SQL<string> => sql<string>`(
  select json_group_array(json_array(currency, amount, compare_at_amount, json(offers))) from (
    select p.currency, p.amount, p.compare_at_amount, (
      select json_group_array(json_array(amount, min_quantity, starts_at, ends_at)) from (
        select o.amount, o.min_quantity, o.starts_at, o.ends_at from price_offers o
        where o.variant_id = p.variant_id and o.currency = p.currency
        order by o.min_quantity, o.starts_at, o.ends_at, o.amount
      )
    ) as offers
    from prices p where p.variant_id = ${variantId} order by p.currency
  )
)`;

type OfferRow = [amount: number, minQuantity: number, startsAt: number | null, endsAt: number | null];
type PriceRow = [currency: string, amount: number, compareAtAmount: number | null, offers: OfferRow[]];

export function readPrices(text: string): StoredPrice[] {
  const rows: PriceRow[] = JSON.parse(text);
  return rows.map(([currency, amount, compareAtAmount, offers]) => ({
    currency,
    amount,
    compareAtAmount,
    offers: offers.map(readOffer),
  }));
}

function readOffer([amount, minQuantity, startsAt, endsAt]: OfferRow): PriceOffer {
  return { amount, minQuantity, startsAt: toDate(startsAt), endsAt: toDate(endsAt) };
}

function toDate(milliseconds: number | null): Date | null {
  return milliseconds === null ? null : new Date(milliseconds);
}

/** Whether a variant that has the prices of `known` has those of a draft too, and no others where that is the whole. */
export function hasPrices(
  known: readonly StoredPrice[],
  wanted: readonly VariantPrice[],
  isWhole: boolean,
): boolean {
  if (isWhole && known.length !== wanted.length) return false;
  return wanted.every(({ currency, amount, compareAtAmount, offers }) => {
    const price = known.find((each) => each.currency === currency);
    return (
      price?.amount === amount &&
      price.compareAtAmount === compareAtAmount &&
      (!offers || Bun.deepEquals(price.offers, inOrder(offers)))
    );
  });
}

const bounds = ({ minQuantity, startsAt, endsAt, amount }: PriceOffer) =>
  [
    minQuantity,
    startsAt?.getTime() ?? Number.NEGATIVE_INFINITY,
    endsAt?.getTime() ?? Number.NEGATIVE_INFINITY,
    amount,
  ] as const;

/** As they are read from the database, which puts null first. */
function inOrder(offers: readonly PriceOffer[]): PriceOffer[] {
  return offers.toSorted((one, other) => {
    const [ours, theirs] = [bounds(one), bounds(other)];
    for (const [index, bound] of ours.entries()) {
      const difference = bound === theirs[index] ? 0 : bound - (theirs[index] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}
