import { and, eq, type SQL, sql } from "drizzle-orm";
import { rowInsert } from "../../../db/insert.ts";
import { prepared } from "../../../db/prepared.ts";
import { promotionBuyers, promotionCodes, promotions, promotionUses } from "../../../db/schema/index.ts";
import type { Connection, Statement } from "../../../db/transaction.ts";
import { limitPerBuyer } from "./limit-per-buyer.ts";

/** The constraints that a redemption breaks when somebody else had the last use: read again to know whose it was. */
export const promotionRaces: ReadonlySet<string> = new Set([
  "promotions_not_overused",
  "promotion_codes_not_overused",
  "promotion_buyers_not_overused",
]);

/** What an order uses a promotion for; the amount in minor units. */
export interface PromotionUse {
  promotionId: string;
  /** The code that led to it; null where it came by itself. */
  code: string | null;
  amount: number;
}

interface RedeemingOrder {
  id: string;
  currency: string;
  placedAt: Date;
}

const { placeholder } = sql;

const insertUse = rowInsert(promotionUses);

/** The uses of one order. */
const used = sql`(
  select promotion_id, code, buyer, amount, currency from promotion_uses where order_id = ${placeholder("orderId")}
) used`;

/** Counts an order's uses for their promotions and adds up what they take off; or back. */
const countPromotions = (sign: SQL) =>
  prepared((db) =>
    db
      .update(promotions)
      .set({
        uses: sql`${promotions.uses} ${sign} 1`,
        discounted: sql`json_set(
          ${promotions.discounted}, '$.' || used.currency,
          coalesce(${promotions.discounted} ->> used.currency, 0) ${sign} used.amount
        )`,
      })
      .from(used)
      .where(eq(promotions.id, sql`used.promotion_id`)),
  );

const countCodes = (sign: SQL) =>
  prepared((db) =>
    db
      .update(promotionCodes)
      .set({ uses: sql`${promotionCodes.uses} ${sign} 1` })
      .from(used)
      .where(eq(promotionCodes.code, sql`used.code`)),
  );

const [addPromotions, addCodes] = [countPromotions(sql`+`), countCodes(sql`+`)];
const [takePromotions, takeCodes] = [countPromotions(sql`-`), countCodes(sql`-`)];

const addBuyers = prepared((db) =>
  db
    .insert(promotionBuyers)
    .select(
      sql`select used.promotion_id, used.buyer, 1, ${limitPerBuyer}
        from ${used} join promotions p on p.id = used.promotion_id where true`,
    )
    .onConflictDoUpdate({
      target: [promotionBuyers.buyer, promotionBuyers.promotionId],
      set: { uses: sql`${promotionBuyers.uses} + 1`, usageLimit: sql`excluded.usage_limit` },
    }),
);

const takeBuyers = prepared((db) =>
  db
    .update(promotionBuyers)
    .set({ uses: sql`${promotionBuyers.uses} - 1` })
    .from(used)
    .where(
      and(
        eq(promotionBuyers.buyer, sql`used.buyer`),
        eq(promotionBuyers.promotionId, sql`used.promotion_id`),
      ),
    ),
);

const deleteUses = prepared((db) =>
  db.delete(promotionUses).where(eq(promotionUses.orderId, placeholder("orderId"))),
);

/**
 * The statements that use promotions for an order, each of them once, and count it for the promotion, its code and the
 * buyer, a `buyerKey`. They read nothing first: the database counts, and refuses with one of `promotionRaces`.
 */
export function redeemPromotions(
  db: Connection,
  { id: orderId, currency, placedAt: usedAt }: RedeemingOrder,
  buyer: string,
  uses: readonly PromotionUse[],
): Statement[] {
  if (uses.length === 0) return [];
  return [
    ...uses.map(({ promotionId, code, amount }) =>
      insertUse(db, { promotionId, orderId, code, buyer, amount, currency, usedAt }),
    ),
    addPromotions(db, { orderId }),
    addCodes(db, { orderId }),
    addBuyers(db, { orderId }),
  ];
}

/** The statements that take back what an order has used: others may use it then. Of one that used nothing they do nothing. */
export function releasePromotions(db: Connection, orderId: string): Statement[] {
  return [
    takePromotions(db, { orderId }),
    takeCodes(db, { orderId }),
    takeBuyers(db, { orderId }),
    deleteUses(db, { orderId }),
  ];
}
