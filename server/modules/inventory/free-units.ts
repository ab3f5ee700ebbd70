import { type SQL, sql } from "drizzle-orm";
import type { StockLocation } from "./allocate-stock.ts";

/** What a location that sends has of a variant that nobody holds. */
export interface FreeUnits extends Pick<StockLocation, "countries"> {
  free: number;
}

const sendsAnywhere = sql`not exists (select 1 from locations where status <> 'active' or countries is not null)`;

/**
 * What each location has of a variant, as JSON text; null where all of them send anywhere, so that their sum, which is
 * kept, is all there is to know.
 */
export const freeUnitsOf = (variantId: SQL) => sql<string | null>`iif(${sendsAnywhere}, null, (
  select json_group_array(json_object('countries', json(l.countries), 'free', k.on_hand - k.reserved))
  from location_levels k join locations l on l.id = k.location_id
  where k.variant_id = ${variantId} and l.status = 'active'
))`;

export function readFreeUnits(json: string | null): FreeUnits[] | null {
  return json === null ? null : JSON.parse(json);
}
