import { eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { markets } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";

export interface Market {
  code: string;
  currency: string;
}

const marketStatement = prepared((db) =>
  db
    .select({ code: markets.code, currency: markets.currency })
    .from(markets)
    .where(
      eq(
        markets.code,
        sql`coalesce(${sql.placeholder("code")}, (select code from markets where is_default = 1))`,
      ),
    )
    .prepare(),
);

/** The market of that code, or the store's default one. @throws NOT_FOUND */
export async function findMarket({ db }: ServiceContext, code?: string): Promise<Market> {
  const market = await marketStatement(db).get({ code: code ?? null });
  if (!market) throw new AppError("NOT_FOUND");
  return market;
}
