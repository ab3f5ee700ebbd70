import { asc, desc, eq, type SQL } from "drizzle-orm";
import { markets } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import type { AdminMarket } from "./market-schema.ts";

/** Where the store sells, the default one first. */
export function findMarkets(ctx: ServiceContext): Promise<AdminMarket[]> {
  return select(ctx);
}

/** @throws NOT_FOUND */
export async function getMarket(ctx: ServiceContext, code: string): Promise<AdminMarket> {
  const [market] = await select(ctx, eq(markets.code, code));
  if (!market) throw new AppError("NOT_FOUND");
  return market;
}

function select({ db }: ServiceContext, where?: SQL): Promise<AdminMarket[]> {
  return db
    .select()
    .from(markets)
    .where(where)
    .orderBy(desc(markets.isDefault), asc(markets.name), asc(markets.code));
}
