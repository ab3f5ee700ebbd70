import { brokenConstraint } from "../../../../db/errors.ts";
import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext, TransactionContext } from "../../../core/context.ts";
import { AppError, type FieldIssue } from "../../../core/errors.ts";

/** What a constraint says of the input. */
const issues: Record<string, FieldIssue> = {
  "products.slug": { path: "slug", message: "is taken" },
  "product_slugs.slug": { path: "slug", message: "is taken" },
  products_published_have_a_date: { path: "publishedAt", message: "Expected a date for what is published" },
  product_images_picture_stays: {
    path: "images",
    message: "A picture has just been removed, as nothing used it: upload it again",
  },
  variants_at_most_250: { path: "variants", message: "A product has at most 250 variants" },
};

/** What somebody else's write, at the same time or before, stands in the way of: a variant that was ordered stays. */
const conflicts: ReadonlySet<string> = new Set([
  "FOREIGN KEY",
  "variants.sku",
  "variants.barcode",
  "variants.product_id, variants.option_values",
]);

/** Writes in one transaction; what the database refuses is said in the caller's words. @throws BAD_REQUEST, CONFLICT */
export async function writeCatalog<Result>(
  ctx: ServiceContext,
  work: (tx: TransactionContext) => Promise<Result>,
): Promise<Result> {
  try {
    return await transact(ctx, work);
  } catch (error) {
    const constraint = brokenConstraint(error) ?? "";
    const issue = issues[constraint];
    if (issue) throw new AppError("BAD_REQUEST", { issues: [issue] });
    if (conflicts.has(constraint)) throw new AppError("CONFLICT");
    throw error;
  }
}
