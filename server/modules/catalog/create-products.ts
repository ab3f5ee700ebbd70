import { rowsInsert } from "../../../db/insert.ts";
import { productCategories } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import type { TransactionContext } from "../../core/context.ts";
import { type AttributeDefinition, valueProblem } from "./attribute-value.ts";
import { type CategoryStep, categoryPath } from "./category-path.ts";
import { defineMissing } from "./define-attributes.ts";
import { insertRows, insertTexts } from "./insert-products.ts";
import { matchVariants } from "./match-variants.ts";
import { type NewProduct, type NewRows, newRows } from "./new-product.ts";
import type { DraftProblem, ProductDetails, ProductDraft } from "./product-draft.ts";
import { findForeign } from "./product-rows.ts";
import { findOrCreateCategory } from "./save-category.ts";
import { refused, type SavedProduct } from "./save-product.ts";

const insertCategories = rowsInsert(productCategories);

/** Makes many products at once: a statement a table, however many there are. Their slugs are those of no product. */
export async function createProducts(
  { db, clock }: TransactionContext,
  drafts: readonly NewProduct[],
): Promise<SavedProduct[]> {
  const now = clock.now();
  const definitions = await defineMissing(
    db,
    drafts.map(({ details }) => details.attributes ?? {}),
  );
  const foreign = await findForeign(
    db,
    "",
    drafts.flatMap((draft) => draft.variants),
  );
  const rows: NewRows[] = [];
  const categories = new Map<string, CategoryStep[][]>();
  const saved = drafts.map((draft) => {
    const optionNames = draft.optionNames ?? [];
    const { matches, problems } = matchVariants([], draft.variants, { optionNames, foreign });
    const wrong = attributeProblems(draft.details, definitions);
    if (wrong.length > 0 || !isLeft(draft, matches, problems)) return refused([...problems, ...wrong]);
    const made = newRows(draft, matches, now);
    rows.push(made);
    categories.set(made.product.id, pathsOf(draft.details));
    for (const { sku, barcode } of made.variants) {
      if (sku !== null) foreign.sku.set(sku, draft.slug);
      if (barcode !== null) foreign.barcode.set(barcode, draft.slug);
    }
    const counts = { created: matches.length, updated: 0, unchanged: 0 };
    return { outcome: "created", variants: counts, problems } as const;
  });
  await insertRows(db, rows);
  await saveCategories(db, categories);
  await insertTexts(db, rows);
  return saved;
}

function attributeProblems(
  { attributes = {} }: ProductDetails,
  definitions: ReadonlyMap<string, AttributeDefinition>,
): DraftProblem[] {
  return Object.entries(attributes).flatMap(([key, value]) => {
    const definition = definitions.get(key);
    const problem = definition && valueProblem(definition, value);
    return problem === undefined ? [] : [{ field: "attributes", message: `${key}: ${problem}` } as const];
  });
}

/** Whether something is left of a draft: a product needs a variant, unless it was never to have one. */
function isLeft(
  { isBare, variants }: ProductDraft,
  matches: readonly unknown[],
  problems: readonly DraftProblem[],
): boolean {
  if (problems.some(({ variant }) => variant === undefined)) return false;
  return matches.length > 0 || (isBare === true && variants.length === 0);
}

function pathsOf({ categories, category }: ProductDetails): CategoryStep[][] {
  return categories ?? (category ? [categoryPath(category)] : []);
}

async function saveCategories(
  db: Transaction,
  paths: ReadonlyMap<string, readonly CategoryStep[][]>,
): Promise<void> {
  const ids = new Map<string, string | null>();
  const pairs = new Map<string, typeof productCategories.$inferSelect>();
  for (const [productId, all] of paths) {
    for (const path of all) {
      const slug = path.at(-1)?.slug ?? "";
      const categoryId = ids.get(slug) ?? (await findOrCreateCategory(db, path));
      ids.set(slug, categoryId);
      if (categoryId !== null) pairs.set(`${categoryId} ${productId}`, { categoryId, productId });
    }
  }
  await insertCategories(db, [...pairs.values()]);
}
