import { and, eq } from "drizzle-orm";
import { locations } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";

/** Where units come in: there, or at the default location. @throws NOT_FOUND, also for a location that was archived */
export async function receivingLocation({ db }: ServiceContext, id: string | undefined): Promise<string> {
  const wanted = id === undefined ? eq(locations.isDefault, true) : eq(locations.id, id);
  const [location] = await db
    .select({ id: locations.id })
    .from(locations)
    .where(and(wanted, eq(locations.status, "active")));
  if (!location) throw new AppError("NOT_FOUND");
  return location.id;
}
