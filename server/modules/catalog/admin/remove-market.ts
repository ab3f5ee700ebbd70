import { eq } from "drizzle-orm";
import { markets } from "../../../../db/schema/index.ts";
import type { StaffContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../../auth/audit.ts";
import type { RemoveMarketInput } from "./market-schema.ts";
import type { Removed } from "./removal-schema.ts";
import { writeCatalog } from "./write-catalog.ts";

/** Removes a market. @throws NOT_FOUND, VERSION_CONFLICT; CONFLICT for the default one, and while carts or orders name it */
export function removeMarket(ctx: StaffContext, { code, version }: RemoveMarketInput): Promise<Removed> {
  return writeCatalog(ctx, async (tx) => {
    const [removed] = await tx.db.delete(markets).where(eq(markets.code, code)).returning();
    if (!removed) throw new AppError("NOT_FOUND");
    const { name, currency, isDefault, version: current } = removed;
    if (version !== undefined && version !== current) throw new AppError("VERSION_CONFLICT", { current });
    if (isDefault) throw new AppError("CONFLICT");
    await audit(tx, "market-removed", code, { name, currency });
    return { done: true };
  });
}
