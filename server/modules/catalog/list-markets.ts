import { asc, desc } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { markets } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import type { PublicMarket } from "./market-schema.ts";

const marketsStatement = prepared((db) =>
  db
    .select({
      code: markets.code,
      name: markets.name,
      currency: markets.currency,
      locale: markets.locale,
      countries: markets.countries,
      pricesIncludeTax: markets.pricesIncludeTax,
      isDefault: markets.isDefault,
    })
    .from(markets)
    .orderBy(desc(markets.isDefault), asc(markets.name), asc(markets.code)),
);

/** Where the store sells, the default one first. */
export async function listMarkets({ db }: Pick<ServiceContext, "db">): Promise<PublicMarket[]> {
  return marketsStatement(db);
}
