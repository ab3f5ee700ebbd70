import { transact } from "../../../../db/transaction.ts";
import { actorIdOf, type StaffContext, type TransactionContext } from "../../../core/context.ts";
import { AppError, badRequest } from "../../../core/errors.ts";
import { audit } from "../../auth/audit.ts";
import { repeated } from "../../catalog/repeated.ts";
import { isShortage } from "../move-stock.ts";
import { findLevels } from "./find-levels.ts";
import { getLocation } from "./find-locations.ts";
import {
  changedLevels,
  heldLevels,
  knownStatement,
  moveToLevels,
  owingVariants,
  setVariants,
  type WantedLevel,
} from "./level-statements.ts";
import type { SetLevelsInput, StockLevelItem } from "./schema.ts";

type VariantSettings = SetLevelsInput["variants"];

/** Longer lists are cut: the log tells what was done, and the movements tell the rest. */
const maxDescribed = 50;

/**
 * Sets what is on hand, what happens when it is not enough, and when it is low: all of it or nothing.
 * @throws NOT_FOUND for a variant or location that there is not; BAD_REQUEST for what is named twice, and a policy of
 * `deny` while units are owed; STOCK_CHANGED where it is not what was expected, OUT_OF_STOCK below what orders hold
 */
export function setLevels(ctx: StaffContext, input: SetLevelsInput): Promise<StockLevelItem[]> {
  return transact(ctx, async (tx) => {
    const { variants, reason } = input;
    const levels = await locate(tx, input.levels);
    await assertKnown(tx, levels, variants);
    // A stricter policy last and all others first, so that one call can both let go of units and begin to count them.
    const { strict = [], other = [] } = Object.groupBy(variants, ({ policy }) =>
      policy === "deny" ? "strict" : "other",
    );
    await setVariants(tx.db, { variants: JSON.stringify(other) });
    await setOnHand(tx, levels, reason);
    await setStrict(tx, strict, variants);
    await audit(tx, "stock-levels-set", null, {
      levels: levels.slice(0, maxDescribed).map(({ expected: _, ...level }) => level),
      variants: variants.slice(0, maxDescribed),
      count: levels.length + variants.length,
    });
    return findLevels(tx, new Set([...levels, ...variants].map(({ variantId }) => variantId)));
  });
}

async function locate(tx: TransactionContext, levels: SetLevelsInput["levels"]): Promise<WantedLevel[]> {
  const { id } = await getLocation(tx, undefined);
  return levels.map((level) => ({ ...level, locationId: level.locationId ?? id }));
}

/** @throws NOT_FOUND, BAD_REQUEST */
async function assertKnown(
  { db }: TransactionContext,
  levels: readonly WantedLevel[],
  variants: VariantSettings,
): Promise<void> {
  const lists = { levels: JSON.stringify(levels), variants: JSON.stringify(variants) };
  const [all] = await knownStatement(db, lists);
  if (!all?.known) throw new AppError("NOT_FOUND");
  const places = levels.map(({ variantId, locationId }) => JSON.stringify([variantId, locationId]));
  const [twice] = repeated(places, (place) => place);
  if (twice !== undefined) throw badRequest(`levels.${twice}`, "is named twice");
}

/** @throws OUT_OF_STOCK, STOCK_CHANGED */
async function setOnHand(
  { db, actor, clock }: TransactionContext,
  wanted: readonly WantedLevel[],
  reason: string | undefined,
): Promise<void> {
  const levels = JSON.stringify(wanted);
  const by = { reason: reason ?? null, actorId: actorIdOf(actor), movedAt: clock.now().getTime() };
  try {
    await moveToLevels(db, { levels, ...by });
  } catch (error) {
    const [held] = isShortage(error) ? await heldLevels(db, { levels }) : [];
    throw held ? new AppError("OUT_OF_STOCK", held) : error;
  }
  const changed = await changedLevels(db, { levels });
  if (changed.length > 0) throw new AppError("STOCK_CHANGED", { levels: changed });
}

/** @throws BAD_REQUEST */
async function setStrict(
  { db }: TransactionContext,
  strict: VariantSettings,
  variants: VariantSettings,
): Promise<void> {
  try {
    await setVariants(db, { variants: JSON.stringify(strict) });
  } catch (error) {
    if (!isShortage(error)) throw error;
    const owing = new Set(
      (await owingVariants(db, { variants: JSON.stringify(strict) })).map(({ variantId }) => variantId),
    );
    const issues = variants.flatMap(({ variantId }, index) =>
      owing.has(variantId)
        ? [
            {
              path: `variants.${index}.policy`,
              message: "Orders hold more than there is: it cannot be denied yet",
            },
          ]
        : [],
    );
    throw new AppError("BAD_REQUEST", { issues });
  }
}
