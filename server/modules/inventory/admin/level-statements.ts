import { eq, sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import { locationLevels, stockLevels, stockMovements } from "../../../../db/schema/index.ts";

const { placeholder } = sql;

/** What is to be on hand of a variant at a location, and what is expected to be now. */
export interface WantedLevel {
  variantId: string;
  locationId: string;
  onHand: number;
  expected?: number | undefined;
}

// `levels` is a JSON array of `WantedLevel`s, `variants` one of settings by `variantId`.
const levels = sql`json_each(${placeholder("levels")}) w`;
const settings = sql`json_each(${placeholder("variants")}) w`;

const variantId = sql<string>`w.value ->> 'variantId'`;
const locationId = sql<string>`w.value ->> 'locationId'`;
const wanted = sql<number>`w.value ->> 'onHand'`;
const expected = sql`w.value ->> 'expected'`;

const wantedLevel = sql`${locationLevels.variantId} = ${variantId} and ${locationLevels.locationId} = ${locationId}`;
const onHand = sql<number>`coalesce(${locationLevels.onHand}, 0)`;
const reserved = sql<number>`coalesce(${locationLevels.reserved}, 0)`;

/** Moves to what is wanted from whatever is there, where that is as expected. */
export const moveToLevels = prepared((db) =>
  db.insert(stockMovements).select(sql`
    select null, ${variantId}, ${locationId}, 'adjusted', ${wanted} - ${onHand}, 0, ${placeholder("reason")},
      null, ${placeholder("actorId")}, ${placeholder("movedAt")}
    from ${levels} left join ${locationLevels} on ${wantedLevel}
    where ${wanted} <> ${onHand} and coalesce(${expected}, ${onHand}) = ${onHand}`),
);

/** Those that are not what is wanted, with what they are. */
export const changedLevels = prepared((db) =>
  db
    .select({ variantId, locationId, onHand })
    .from(levels)
    .leftJoin(locationLevels, wantedLevel)
    .where(sql`${wanted} <> ${onHand}`),
);

/** Those of which orders hold more than is wanted, though none may be owed, with what they do not hold. */
export const heldLevels = prepared((db) =>
  db
    .select({ variantId, available: sql<number>`${onHand} - ${reserved}` })
    .from(levels)
    .innerJoin(stockLevels, eq(stockLevels.variantId, variantId))
    .leftJoin(locationLevels, wantedLevel)
    .where(sql`${stockLevels.policy} = 'deny' and ${wanted} < ${reserved}`),
);

/** Sets what is given of each variant. */
export const setVariants = prepared((db) =>
  db
    .update(stockLevels)
    .set({
      policy: sql`coalesce(w.value ->> 'policy', ${stockLevels.policy})`,
      lowStockThreshold: sql`iif(
        json_type(w.value, '$.lowStockThreshold') is null, ${stockLevels.lowStockThreshold}, w.value ->> 'lowStockThreshold'
      )`,
    })
    .from(settings)
    .where(eq(stockLevels.variantId, variantId)),
);

/** Those of the variants that owe units somewhere. */
export const owingVariants = prepared((db) =>
  db
    .selectDistinct({ variantId })
    .from(settings)
    .innerJoin(locationLevels, eq(locationLevels.variantId, variantId))
    .where(sql`${locationLevels.reserved} > ${locationLevels.onHand}`),
);

/** Whether each variant and each location that is named is there. */
export const knownStatement = prepared((db) =>
  db
    .select({
      known: sql<number>`
        not exists (select 1 from ${levels} where ${variantId} not in (select variant_id from stock_levels))
        and not exists (select 1 from ${levels} where ${locationId} not in (select id from locations))
        and not exists (select 1 from ${settings} where ${variantId} not in (select variant_id from stock_levels))`,
    })
    .from(sql`(select 1)`),
);
