import type { JobContext } from "./context.ts";

/** Tells whoever reads the log of a variant whose stock has fallen to its threshold, and how many were left. */
export async function reportLowStock(
  { logger }: JobContext,
  { variantId, available }: { variantId: string; available: number },
): Promise<void> {
  logger.warn({ variantId, available }, "stock is low");
}
