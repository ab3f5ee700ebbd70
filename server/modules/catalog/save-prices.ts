import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { priceOffers, prices } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import { newId } from "../../core/ids.ts";

export interface PriceDraft {
  variantId: string;
  currency: string;
  amount: number;
  /** Undefined for what it was, as long as that is above the amount. */
  compareAtAmount?: number | null | undefined;
  /** All that there are then; undefined for those there were. */
  offers?: readonly OfferDraft[] | undefined;
}

export interface OfferDraft {
  amount: number;
  minQuantity?: number | undefined;
  startsAt?: Date | null | undefined;
  endsAt?: Date | null | undefined;
}

export interface PriceKey {
  variantId: string;
  currency: string;
}

const { placeholder } = sql;

// Rows come as one JSON text, so that one statement serves any number of them.

const savePricesStatement = prepared((db) =>
  db
    .insert(prices)
    .select(sql`
      select j.value ->> 'variantId', j.value ->> 'currency', j.value ->> 'amount',
        case when j.value ->> 'keepsCompareAt' then (
          select p.compare_at_amount from prices p
          where p.variant_id = j.value ->> 'variantId' and p.currency = j.value ->> 'currency'
            and p.compare_at_amount > j.value ->> 'amount'
        ) else j.value ->> 'compareAtAmount' end
      from json_each(${placeholder("prices")}) j where true
    `)
    .onConflictDoUpdate({
      target: [prices.variantId, prices.currency],
      set: { amount: sql`excluded.amount`, compareAtAmount: sql`excluded.compare_at_amount` },
    }),
);

/** Whether a row is one of those named in `keys`. */
const isNamed = sql`(variant_id, currency) in (
  select j.value ->> 'variantId', j.value ->> 'currency' from json_each(${placeholder("keys")}) j
)`;

const removePricesStatement = prepared((db) => db.delete(prices).where(isNamed));
const removeOffersStatement = prepared((db) => db.delete(priceOffers).where(isNamed));

const removeOthersStatement = prepared((db) =>
  db.delete(prices).where(sql`
    variant_id in (select j.value from json_each(${placeholder("variantIds")}) j) and not ${isNamed}
  `),
);

const insertOffersStatement = prepared((db) =>
  db.insert(priceOffers).select(sql`
    select j.value ->> 'id', j.value ->> 'variantId', j.value ->> 'currency', j.value ->> 'amount',
      j.value ->> 'minQuantity', j.value ->> 'startsAt', j.value ->> 'endsAt'
    from json_each(${placeholder("offers")}) j where true
  `),
);

/** Gives variants these prices beside those in other currencies, each price named once, with their offers. */
export async function savePrices(db: Transaction, drafts: readonly PriceDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  const rows = drafts.map(({ offers: _, ...draft }) => ({
    ...draft,
    keepsCompareAt: draft.compareAtAmount === undefined,
  }));
  await savePricesStatement(db, { prices: JSON.stringify(rows) });
  await saveOffers(
    db,
    drafts.flatMap(({ offers, ...key }) => (offers ? [{ ...key, offers }] : [])),
  );
}

/** Gives variants these prices and no others. */
export async function replacePrices(
  db: Transaction,
  variantIds: readonly string[],
  drafts: readonly PriceDraft[],
): Promise<void> {
  if (variantIds.length === 0) return;
  await removeOthersStatement(db, {
    variantIds: JSON.stringify(variantIds),
    keys: JSON.stringify(drafts.map(keyOf)),
  });
  await savePrices(db, drafts);
}

/** Takes variants out of sale in a currency, with what is offered in it. */
export async function removePrices(db: Transaction, keys: readonly PriceKey[]): Promise<void> {
  if (keys.length > 0) await removePricesStatement(db, { keys: JSON.stringify(keys.map(keyOf)) });
}

async function saveOffers(
  db: Transaction,
  priced: readonly (PriceKey & { offers: readonly OfferDraft[] })[],
): Promise<void> {
  if (priced.length === 0) return;
  await removeOffersStatement(db, { keys: JSON.stringify(priced.map(keyOf)) });
  const rows = priced.flatMap(({ variantId, currency, offers }) =>
    offers.map(({ amount, minQuantity = 1, startsAt, endsAt }) => ({
      id: newId("offer"),
      variantId,
      currency,
      amount,
      minQuantity,
      startsAt: startsAt?.getTime() ?? null,
      endsAt: endsAt?.getTime() ?? null,
    })),
  );
  if (rows.length > 0) await insertOffersStatement(db, { offers: JSON.stringify(rows) });
}

function keyOf({ variantId, currency }: PriceKey): PriceKey {
  return { variantId, currency };
}
