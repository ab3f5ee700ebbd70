import { and, eq, lt } from "drizzle-orm";
import { returns } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { idBefore, pageOf } from "../../../core/page.ts";
import { loadOwnOrder } from "../own-order.ts";
import { findReturns } from "./find-returns.ts";
import type { ListOwnReturnsInput, ListReturnsInput, ReturnPage } from "./schema.ts";

/** The newest first: all, or those of one status or order. */
export async function listReturns(
  ctx: ServiceContext,
  { status, orderId, limit, cursor }: ListReturnsInput,
): Promise<ReturnPage> {
  const before = idBefore("returns", cursor);
  const found = await findReturns(
    ctx,
    and(
      status && eq(returns.status, status),
      orderId === undefined ? undefined : eq(returns.orderId, orderId),
      before === undefined ? undefined : lt(returns.id, before),
    ),
    limit + 1,
  );
  return pageOf("returns", found, limit);
}

/** Those of an order, for whoever may see it. @throws NOT_FOUND, also for a wrong token */
export async function listOwnReturns(ctx: ServiceContext, input: ListOwnReturnsInput): Promise<ReturnPage> {
  const { order } = await loadOwnOrder(ctx, input);
  return listReturns(ctx, { ...input, orderId: order.id });
}
