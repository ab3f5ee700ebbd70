import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { importProducts } from "../import-products.ts";
import type { ImportSummary } from "../import-tally.ts";
import type { ImportProductsInput } from "./transfer-schema.ts";

/** Ends the transaction of a dry run, so that nothing of it stays. */
class Rehearsed extends Error {
  constructor(readonly summary: ImportSummary) {
    super("A dry run ends by being taken back");
  }
}

/** Imports a file that came in a request, or only tells what would become of it. @throws BAD_REQUEST */
export async function importContent(
  ctx: ServiceContext,
  { format, content, dryRun }: ImportProductsInput,
): Promise<ImportSummary> {
  const bytes = new Blob([content]).stream();
  if (!dryRun) return importProducts(ctx, bytes, { format });
  try {
    return await transact(ctx, async (tx) => {
      throw new Rehearsed(await importProducts(tx, bytes, { format }));
    });
  } catch (error) {
    if (error instanceof Rehearsed) return error.summary;
    throw error;
  }
}
