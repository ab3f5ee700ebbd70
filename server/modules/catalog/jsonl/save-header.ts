import { eq } from "drizzle-orm";
import { attributes, categories } from "../../../../db/schema/index.ts";
import { attempt, type Transaction } from "../../../../db/transaction.ts";
import type { TransactionContext } from "../../../core/context.ts";
import { newId } from "../../../core/ids.ts";
import { hasRoomBelow, tooDeep } from "../category-depth.ts";
import { differences } from "../differences.ts";
import { refusedBy } from "../refused-by.ts";
import {
  categoryTranslationsStatement,
  changedLocales,
  saveCategoryTranslations,
} from "../save-category-translations.ts";
import type { Issue } from "../shopify/issue.ts";
import { freeTranslatedSlugs, saveOldSlugs } from "../slugs.ts";
import type { HeaderRecord } from "./record.ts";

type Conflict = Omit<Issue, "line">;
type Attribute = HeaderRecord["attributes"][number];
type Category = HeaderRecord["categories"][number];

/**
 * Brings what products refer to to what a file says. What is there keeps its type and its place in the tree: to change
 * those is more than an import should do. Answers what could not be done.
 */
export async function saveHeader(tx: TransactionContext, header: HeaderRecord): Promise<Conflict[]> {
  const conflicts: Conflict[] = [];
  for (const [index, attribute] of header.attributes.entries()) {
    const message = await saveAttribute(tx.db, attribute, tx.clock.now());
    if (message) conflicts.push({ column: `attributes.${index}`, message });
  }
  const places = new Map<string | null, number>();
  for (const [index, category] of header.categories.entries()) {
    const place = places.get(category.parent) ?? 0;
    places.set(category.parent, place + 1);
    const message = await orRefusal(attempt(tx, ({ db }) => saveCategory(db, category, place)));
    if (message) conflicts.push({ column: `categories.${index}`, message });
  }
  return conflicts;
}

/** A slug may be taken: what was written of that category then goes back. */
async function orRefusal(saving: Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await saving;
  } catch (error) {
    const message = refusedBy(error);
    if (message === undefined) throw error;
    return message;
  }
}

async function saveAttribute(db: Transaction, wanted: Attribute, now: Date): Promise<string | undefined> {
  const { key, name, type } = wanted;
  const [known] = await db.select().from(attributes).where(eq(attributes.key, key));
  if (!known) {
    await db.insert(attributes).values({ ...wanted, createdAt: now, updatedAt: now });
    return undefined;
  }
  if (known.type !== type) return `${key} is a ${known.type} here, not a ${type}`;
  // Products may have the choices that are there.
  const choices = known.choices && [...new Set([...known.choices, ...(wanted.choices ?? [])])];
  const changes = differences(known, { name, choices });
  if (!changes) return undefined;
  await db
    .update(attributes)
    .set({ ...changes, version: known.version + 1, updatedAt: now })
    .where(eq(attributes.key, key));
  return undefined;
}

async function saveCategory(
  db: Transaction,
  wanted: Category,
  position: number,
): Promise<string | undefined> {
  const { slug, oldSlugs, parent, translations, ...texts } = wanted;
  const [known] = await db.select().from(categories).where(eq(categories.slug, slug));
  if (known) {
    const changes = differences(known, texts);
    const translated = await addTranslations(db, known.id, translations);
    const led = await saveOldSlugs(
      db,
      "category",
      oldSlugs.map((slug) => ({ id: known.id, slug })),
    );
    if (!changes && !translated && !led) return undefined;
    await db
      .update(categories)
      .set({ ...changes, version: known.version + 1 })
      .where(eq(categories.id, known.id));
    return undefined;
  }
  const above = parent === null ? undefined : await findId(db, parent);
  if (parent !== null && above === undefined) return `There is no category ${parent} above it`;
  if (above !== undefined && !(await hasRoomBelow(db, above))) return tooDeep;
  const id = newId("cat");
  await db.insert(categories).values({ ...texts, id, slug, parentId: above ?? null, position });
  await saveCategoryTranslations(db, id, translations);
  await saveOldSlugs(
    db,
    "category",
    oldSlugs.map((slug) => ({ id, slug })),
  );
  return undefined;
}

async function findId(db: Transaction, slug: string): Promise<string | undefined> {
  const [found] = await db.select({ id: categories.id }).from(categories).where(eq(categories.slug, slug));
  return found?.id;
}

/** Gives a category these translations beside those in other languages. Answers whether that changed anything. */
async function addTranslations(
  db: Transaction,
  id: string,
  wanted: Category["translations"],
): Promise<boolean> {
  const known = await categoryTranslationsStatement(db, { id });
  const named = new Set(wanted.map(({ locale }) => locale));
  const all = [...known.filter(({ locale }) => !named.has(locale)), ...wanted];
  if (changedLocales(known, all).length === 0) return false;
  await freeTranslatedSlugs(db, { kind: "category", id });
  await saveCategoryTranslations(db, id, all);
  return true;
}
