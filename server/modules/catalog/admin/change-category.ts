import { and, eq, sql } from "drizzle-orm";
import { categories } from "../../../../db/schema/index.ts";
import type { TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../../auth/audit.ts";
import { assertNotTooDeep } from "../category-depth.ts";
import { differences } from "../differences.ts";
import {
  type CategoryTranslation,
  categoryTranslationsStatement,
  changedLocales,
  saveCategoryTranslations,
} from "../save-category-translations.ts";
import { freeTranslatedSlugs } from "../slugs.ts";
import { describeChanges } from "./changes.ts";
import { placeCategory } from "./place-category.ts";
import { writeCategory } from "./write-category.ts";

type CategoryRow = typeof categories.$inferSelect;
type Editable = Omit<CategoryRow, "id" | "position" | "version">;

interface Change {
  event: "category-saved" | "category-moved";
  id: string;
  /** Undefined takes it as it is now. */
  version: number | undefined;
  fields: { [Field in keyof Editable]?: Editable[Field] | undefined };
  position?: number | undefined;
  translations?: readonly CategoryTranslation[] | undefined;
}

/** Changes what is given of a category; its slug only when it is. @throws NOT_FOUND, VERSION_CONFLICT, BAD_REQUEST */
export async function changeCategory(tx: TransactionContext, change: Change): Promise<void> {
  const { id, fields, position, translations } = change;
  const known = await getRow(tx, id);
  const { version = known.version } = change;
  if (version !== known.version) throw new AppError("VERSION_CONFLICT", { current: known.version });

  const changes = differences(known, fields);
  const parentId = fields.parentId === undefined ? known.parentId : fields.parentId;
  const placed = await placeCategory(tx.db, { id, parentId, position });
  const translated = translations ?? [];
  const locales = translations
    ? changedLocales(await categoryTranslationsStatement(tx.db, { id }), translated)
    : [];
  if (!changes && !placed && locales.length === 0) return;

  if (locales.length > 0) await freeTranslatedSlugs(tx.db, { kind: "category", id });
  const written = await writeCategory(
    tx.db
      .update(categories)
      .set({ ...changes, version: sql`${categories.version} + 1` })
      .where(and(eq(categories.id, id), eq(categories.version, version)))
      .returning({ id: categories.id }),
  );
  if (written.length === 0) throw new AppError("VERSION_CONFLICT", { current: known.version });
  if (locales.length > 0) await saveCategoryTranslations(tx.db, id, translated);
  if (changes?.parentId !== undefined) await assertNotTooDeep(tx.db, id);
  await audit(tx, change.event, id, {
    changes: describeChanges(known, changes ?? {}),
    ...(placed && position !== undefined && { position }),
    ...(locales.length > 0 && { translations: locales }),
  });
}

/** @throws NOT_FOUND */
async function getRow({ db }: TransactionContext, id: string): Promise<CategoryRow> {
  const [row] = await db.select().from(categories).where(eq(categories.id, id));
  if (!row) throw new AppError("NOT_FOUND");
  return row;
}
