import type { StaffContext } from "../../../core/context.ts";
import { AppError, badRequest } from "../../../core/errors.ts";
import { prepareAndWrite } from "../../idempotency/prepare-and-write.ts";
import { type PricedAdditions, priceAdditions } from "../additions/price-additions.ts";
import { changeOrder } from "../admin/change-order.ts";
import { type StaffOrder, staffOrderOutput } from "../admin/schema.ts";
import { loadOrder } from "../load-order.ts";
import type { OrderState } from "../present-order.ts";
import { type EditPlan, planEdit } from "./plan-edit.ts";
import type { EditOrderInput } from "./schema.ts";
import { writeEdit } from "./write-edit.ts";

/**
 * Changes an order that was not sent yet, or what of it was not: fewer units are canceled, more are new lines at today's
 * prices and taxes, without promotions. What is paid beyond what is due then is given back, what is missing is asked for.
 * @throws what `planEdit` and `priceAdditions` throw, VERSION_CONFLICT, OUT_OF_STOCK
 */
export function editOrder(ctx: StaffContext, input: EditOrderInput): Promise<StaffOrder> {
  const prepare = async () => {
    const seen = await loadOrder(ctx, input.id);
    const { version: current } = seen.order;
    if (current !== input.version) throw new AppError("VERSION_CONFLICT", { current });
    return priceEdit(ctx, seen, planEdit(seen, input));
  };
  const entry = { type: "order-edited", details: { set: input.set, add: input.add } } as const;
  return prepareAndWrite(ctx, staffOrderOutput, prepare, (tx, additions) =>
    changeOrder(tx, input, entry, (tx, state) =>
      writeEdit(tx, state.order, planEdit(state, input), additions),
    ),
  );
}

/** @throws BAD_REQUEST where the market's prices hold their taxes now and did not then, or the reverse: they do not add up */
async function priceEdit(
  ctx: StaffContext,
  { order, lines }: OrderState,
  { added, kept }: EditPlan,
): Promise<PricedAdditions> {
  const position = 1 + Math.max(...lines.map((line) => line.position));
  const additions = await priceAdditions(ctx, order, added, kept, { orderId: order.id, position });
  if (additions.totals.tax > 0 && additions.taxIncluded !== order.taxIncluded) {
    throw badRequest("add", "The market's prices hold their taxes in another way than this order's");
  }
  return additions;
}
