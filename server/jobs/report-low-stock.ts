import { lowStockMail } from "../modules/email/low-stock.ts";
import { endLowStock, readLowStock } from "../modules/inventory/low-stock.ts";
import type { JobContext } from "./context.ts";

/**
 * Tells whoever reads the log, and whoever is mailed of it, what has fallen to its threshold: all that did until now in
 * one go, so that a large order or a stocktaking is one mail.
 */
export async function reportLowStock(ctx: JobContext, { id: first }: { id: number }): Promise<void> {
  const low = await readLowStock(ctx, first);
  if (low.count > 0) {
    const levels = low.levels.map(({ variantId, available }) => ({ variantId, available }));
    ctx.logger.warn({ levels, count: low.count }, "stock is low");
    if (ctx.lowStockEmail !== undefined) {
      await ctx.mailer.send({ id: `stock.low.${first}`, to: ctx.lowStockEmail, ...lowStockMail(low) });
    }
  }
  await endLowStock(ctx, { first, last: low.last });
}
