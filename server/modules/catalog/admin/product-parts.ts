import type { TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { saveAttributes } from "../save-attributes.ts";
import { replaceImages } from "../save-images.ts";
import { saveProductCategories, unknownCategories } from "../save-product-categories.ts";
import { saveTags } from "../save-tags.ts";
import { saveTranslations } from "../save-translations.ts";
import type { UpdateProductInput } from "./schema.ts";

type Parts = Pick<UpdateProductInput, "tags" | "images" | "categories" | "attributes" | "translations">;

/** Saves the lists that are given, each as the whole of it; null is an empty one. @throws BAD_REQUEST */
export async function saveParts(
  { db }: TransactionContext,
  productId: string,
  { tags, images, categories, attributes, translations }: Parts,
): Promise<void> {
  if (tags !== undefined) await saveTags(db, productId, tags ?? []);
  if (images !== undefined) await replaceImages(db, productId, images ?? []);
  if (categories !== undefined) {
    await assertCategories(db, categories ?? [], "categories");
    await saveProductCategories(db, productId, categories ?? []);
  }
  if (attributes !== undefined) await saveAttributes(db, productId, attributes ?? {});
  if (translations !== undefined) await saveTranslations(db, productId, translations ?? []);
}

/** @throws BAD_REQUEST that names those that are none */
export async function assertCategories(
  db: TransactionContext["db"],
  ids: readonly string[],
  path: string,
): Promise<void> {
  const unknown = await unknownCategories(db, ids);
  const issues = ids.flatMap((id, index) =>
    unknown.has(id) ? [{ path: `${path}.${index}`, message: "There is no such category" }] : [],
  );
  if (issues.length > 0) throw new AppError("BAD_REQUEST", { issues });
}
