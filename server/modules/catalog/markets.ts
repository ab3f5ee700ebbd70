import { eq } from "drizzle-orm";
import { preparedOne } from "../../../db/prepared.ts";
import { markets } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { marketCode } from "./expressions.ts";

export interface Market {
  code: string;
  currency: string;
}

const marketStatement = preparedOne((db) =>
  db
    .select({ code: markets.code, currency: markets.currency })
    .from(markets)
    .where(eq(markets.code, marketCode)),
);

/** The market of that code, or the store's default one for none. @throws NOT_FOUND */
export async function findMarket({ db }: Pick<ServiceContext, "db">, code?: string | null): Promise<Market> {
  const market = await marketStatement(db, { market: code ?? null });
  if (!market) throw new AppError("NOT_FOUND");
  return market;
}
