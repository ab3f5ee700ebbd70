import { stockMovements } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import { actorIdOf, type StaffContext, type TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../../auth/audit.ts";
import { isShortage } from "../move-stock.ts";
import { findLevels } from "./find-levels.ts";
import { getLocation } from "./find-locations.ts";
import type { AdjustInput, StockLevelItem } from "./schema.ts";

/**
 * Adds units of a variant to a location, or takes some away.
 * @throws NOT_FOUND for a variant or location that there is not, OUT_OF_STOCK with what can be taken away at most
 */
export function adjustStock(ctx: StaffContext, input: AdjustInput): Promise<StockLevelItem> {
  return transact(ctx, async (tx) => {
    const { variantId, delta, kind, reason } = input;
    const { id: locationId } = await getLocation(tx, input.locationId);
    const before = await getLevel(tx, variantId);
    const movement = { variantId, locationId, kind, onHandDelta: delta, reservedDelta: 0, reason };
    await tx.db
      .insert(stockMovements)
      .values({ ...movement, actorId: actorIdOf(tx.actor), movedAt: tx.clock.now() })
      .catch((error) => {
        if (!isShortage(error)) throw error;
        throw new AppError("OUT_OF_STOCK", { variantId, available: takeable(before, locationId) });
      });
    await audit(tx, "stock-adjusted", variantId, { locationId, kind, delta, reason });
    return getLevel(tx, variantId);
  });
}

async function getLevel(tx: TransactionContext, variantId: string): Promise<StockLevelItem> {
  const [level] = await findLevels(tx, [variantId]);
  if (!level) throw new AppError("NOT_FOUND");
  return level;
}

/** What of a location's units no order holds; of those that may be owed, all of them. */
function takeable({ policy, locations }: StockLevelItem, locationId: string): number {
  const { onHand = 0, reserved = 0 } = locations.find((at) => at.locationId === locationId) ?? {};
  return policy === "deny" ? onHand - reserved : onHand;
}
