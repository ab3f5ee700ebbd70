import { asc, eq } from "drizzle-orm";
import { locations } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import type { StockLocationRecord } from "./schema.ts";

/** All of them, archived ones too, in the order in which they are asked. */
export async function findLocations({ db }: ServiceContext): Promise<StockLocationRecord[]> {
  return db.select().from(locations).orderBy(asc(locations.priority), asc(locations.id));
}

/** The one of that id, or else the default one. @throws NOT_FOUND */
export async function getLocation(
  { db }: Pick<ServiceContext, "db">,
  id: string | undefined,
): Promise<StockLocationRecord> {
  const [location] = await db
    .select()
    .from(locations)
    .where(id === undefined ? eq(locations.isDefault, true) : eq(locations.id, id));
  if (!location) throw new AppError("NOT_FOUND");
  return location;
}
