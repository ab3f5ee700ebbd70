import { categories } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { newId } from "../../../core/ids.ts";
import { audit } from "../../auth/audit.ts";
import { assertNotTooDeep } from "../category-depth.ts";
import { saveCategoryTranslations } from "../save-category-translations.ts";
import type { AdminCategory, MoveCategoryInput, SaveCategoryInput } from "./category-schema.ts";
import { changeCategory } from "./change-category.ts";
import { findCategory } from "./find-category.ts";
import { freeCategorySlug } from "./free-category-slug.ts";
import { placeCategory } from "./place-category.ts";
import { writeCategory } from "./write-category.ts";

/** Behind however many there are. */
const lastPosition = Number.MAX_SAFE_INTEGER;

/**
 * Makes a category, or changes what is given of the one named.
 * @throws NOT_FOUND, VERSION_CONFLICT; BAD_REQUEST for a slug that is taken, or a parent that is none or stands below
 */
export function saveCategory(ctx: StaffContext, input: SaveCategoryInput): Promise<AdminCategory> {
  return transact(ctx, async (tx) => {
    const { id, version, position, translations, ...fields } = input;
    if (id === undefined) return findCategory(tx, { id: await addCategory(tx, input) });
    await changeCategory(tx, { event: "category-saved", id, version, fields, position, translations });
    return findCategory(tx, { id });
  });
}

/**
 * Puts a category, with all that is below it, below another one or elsewhere among its siblings. Its slug stays: links
 * lead to it. @throws NOT_FOUND, VERSION_CONFLICT; BAD_REQUEST for a parent that is none or stands below
 */
export function moveCategory(
  ctx: StaffContext,
  { id, parentId, position, version }: MoveCategoryInput,
): Promise<AdminCategory> {
  return transact(ctx, async (tx) => {
    await changeCategory(tx, { event: "category-moved", id, version, fields: { parentId }, position });
    return findCategory(tx, { id });
  });
}

async function addCategory(tx: TransactionContext, input: SaveCategoryInput): Promise<string> {
  const { name, parentId = null, description = "", seoTitle = null, seoDescription = null } = input;
  const { position = lastPosition, translations = [] } = input;
  const id = newId("cat");
  const slug = input.slug ?? (await freeCategorySlug(tx.db, name, parentId));
  const row = { id, parentId, slug, name, description, seoTitle, seoDescription };
  await writeCategory(tx.db.insert(categories).values(row));
  if (parentId !== null) await assertNotTooDeep(tx.db, id);
  await placeCategory(tx.db, { id, parentId, position });
  await saveCategoryTranslations(tx.db, id, translations);
  await audit(tx, "category-saved", id, { created: true, name, slug, parentId });
  return id;
}
