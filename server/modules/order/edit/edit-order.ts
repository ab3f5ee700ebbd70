import { transact } from "../../../../db/transaction.ts";
import type { StaffContext } from "../../../core/context.ts";
import { badRequest } from "../../../core/errors.ts";
import { untilSettled } from "../../idempotency/until-settled.ts";
import { type PricedAdditions, priceAdditions } from "../additions/price-additions.ts";
import { loadOrder } from "../load-order.ts";
import { type OrderState, presentOrder } from "../present-order.ts";
import type { Order } from "../schema.ts";
import { type EditPlan, planEdit } from "./plan-edit.ts";
import type { EditOrderInput } from "./schema.ts";
import { writeEdit } from "./write-edit.ts";

/** Units that were to be canceled were sent while all was read: reading again tells. */
const lostRaces: ReadonlySet<string> = new Set(["order_lines_units_within_quantity"]);

/**
 * Changes an order that was not sent yet, or what of it was not: fewer units are canceled, more are new lines at today's
 * prices and taxes, without promotions. What is paid beyond what is due then is given back, what is missing asked for.
 * @throws what `planEdit` and `priceAdditions` throw, OUT_OF_STOCK
 */
export function editOrder(ctx: StaffContext, input: EditOrderInput): Promise<Order> {
  return untilSettled(lostRaces, async () => {
    const state = await loadOrder(ctx, input.id);
    const plan = planEdit(state, input);
    const additions = await priceEdit(ctx, state, plan);
    return transact(ctx, async (tx) => {
      await writeEdit(tx, state.order, plan, additions);
      return presentOrder(await loadOrder(tx, input.id));
    });
  });
}

/** @throws BAD_REQUEST where the market's prices hold their taxes now and did not then, or the reverse: they do not add up */
async function priceEdit(
  ctx: StaffContext,
  { order, lines }: OrderState,
  plan: EditPlan,
): Promise<PricedAdditions> {
  const position = 1 + Math.max(...lines.map((line) => line.position));
  const additions = await priceAdditions(ctx, order, plan.added, plan.kept, { orderId: order.id, position });
  if (additions.totals.tax > 0 && additions.taxIncluded !== order.taxIncluded) {
    throw badRequest("add", "The market's prices hold their taxes in another way than this order's");
  }
  return additions;
}
