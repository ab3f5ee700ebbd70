import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { locationLevels } from "../../../db/schema/index.ts";

/** Of `units`, a JSON array of `LocatedUnits`, those variants of which a location has fewer, with how many it has. */
export const lackedUnits = prepared((db) =>
  db
    .select({ variantId: locationLevels.variantId, available: locationLevels.onHand })
    .from(locationLevels)
    .innerJoin(
      sql`json_each(${sql.placeholder("units")}) u`,
      sql`u.value ->> 'variantId' = ${locationLevels.variantId} and u.value ->> 'locationId' = ${locationLevels.locationId}`,
    )
    .groupBy(locationLevels.variantId, locationLevels.locationId)
    .having(sql`sum(u.value ->> 'quantity') > ${locationLevels.onHand}`),
);
