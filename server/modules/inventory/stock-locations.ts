import { eq, type SQL, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { locations } from "../../../db/schema/index.ts";

/** The statement for all that send, each with what it has of the variants that `variantIds` selects, for `allocateStock`. */
export const stockLocations = (variantIds: SQL) =>
  prepared((db) =>
    db
      .select({
        id: locations.id,
        countries: locations.countries,
        priority: locations.priority,
        free: sql`(
          select json_group_object(k.variant_id, k.on_hand - k.reserved) from location_levels k
          where k.location_id = ${locations.id} and k.variant_id in (${variantIds})
        )`.mapWith((free: string): Record<string, number> => JSON.parse(free)),
      })
      .from(locations)
      .where(eq(locations.status, "active")),
  );
