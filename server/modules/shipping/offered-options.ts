import { asc, eq } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { shippingOptions } from "../../../db/schema/index.ts";

/** The options that are on offer, in the order in which they are shown. */
export const offeredOptionsStatement = prepared((db) =>
  db
    .select()
    .from(shippingOptions)
    .where(eq(shippingOptions.status, "active"))
    .orderBy(asc(shippingOptions.position), asc(shippingOptions.id)),
);
