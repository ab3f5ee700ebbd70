import { and, desc, eq, getTableColumns, gte, lt } from "drizzle-orm";
import { moneyMovements, payments } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { idBefore, pageOf } from "../../../core/page.ts";
import type { ListMoneyMovementsInput, MoneyMovementPage } from "./schema.ts";

const isMovementId = (id: string) => /^\d{1,15}$/.test(id);

const dayLength = 24 * 60 * 60 * 1000;

function isOn(day: string) {
  const from = new Date(day);
  const { movedAt } = moneyMovements;
  return and(gte(movedAt, from), lt(movedAt, new Date(from.getTime() + dayLength)));
}

/** Every movement of money, the newest first. */
export async function listMoneyMovements(
  { db }: ServiceContext,
  { orderId, paymentId, day, limit, cursor }: ListMoneyMovementsInput,
): Promise<MoneyMovementPage> {
  const before = idBefore("money-movements", cursor, isMovementId);
  const rows = await db
    .select({ ...getTableColumns(moneyMovements), orderId: payments.orderId })
    .from(moneyMovements)
    .leftJoin(payments, eq(payments.id, moneyMovements.paymentId))
    .where(
      and(
        orderId === undefined ? undefined : eq(payments.orderId, orderId),
        paymentId === undefined ? undefined : eq(moneyMovements.paymentId, paymentId),
        day === undefined ? undefined : isOn(day),
        before === undefined ? undefined : lt(moneyMovements.id, Number(before)),
      ),
    )
    .orderBy(desc(moneyMovements.id))
    .limit(limit + 1);
  const items = rows.map(({ id, amount, currency, ...row }) => ({
    ...row,
    id: String(id),
    amount: { amount, currency },
  }));
  return pageOf("money-movements", items, limit);
}
