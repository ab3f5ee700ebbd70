import { asc, eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import {
  attributes,
  productAttributes,
  productCategories,
  productTranslations,
} from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import { readValue } from "./attribute-value.ts";
import { defineMissing } from "./define-attributes.ts";
import { differences } from "./differences.ts";
import type { ProductDetails } from "./product-draft.ts";
import { saveAttributes } from "./save-attributes.ts";
import { findOrCreateCategory } from "./save-category.ts";
import { saveProductCategories } from "./save-product-categories.ts";
import { saveTranslations, type TranslationDraft } from "./save-translations.ts";
import { freeTranslatedSlugs } from "./slugs.ts";

type Lists = Pick<ProductDetails, "categories" | "attributes" | "translations">;

/** Gives a product those of the lists that are told, each as the whole of it. Answers whether that changed anything. */
export async function saveLists(db: Transaction, productId: string, lists: Lists): Promise<boolean> {
  const changed = [
    lists.categories !== undefined && (await changeCategories(db, productId, lists.categories)),
    lists.attributes !== undefined && (await changeAttributes(db, productId, lists.attributes)),
    lists.translations !== undefined && (await changeTranslations(db, productId, lists.translations)),
  ];
  return changed.includes(true);
}

const { placeholder } = sql;

const categoriesStatement = prepared((db) =>
  db
    .select({ id: productCategories.categoryId })
    .from(productCategories)
    .where(eq(productCategories.productId, placeholder("productId"))),
);

async function changeCategories(
  db: Transaction,
  productId: string,
  paths: NonNullable<Lists["categories"]>,
): Promise<boolean> {
  const wanted = new Set<string>();
  for (const path of paths) {
    const id = await findOrCreateCategory(db, path);
    if (id !== null) wanted.add(id);
  }
  const known = new Set((await categoriesStatement(db, { productId })).map(({ id }) => id));
  if (wanted.symmetricDifference(known).size === 0) return false;
  await saveProductCategories(db, productId, [...wanted]);
  return true;
}

const attributesStatement = prepared((db) =>
  db
    .select({
      key: productAttributes.key,
      type: attributes.type,
      text: productAttributes.text,
      number: productAttributes.number,
    })
    .from(productAttributes)
    .innerJoin(attributes, eq(attributes.key, productAttributes.key))
    .where(eq(productAttributes.productId, placeholder("productId"))),
);

async function changeAttributes(
  db: Transaction,
  productId: string,
  wanted: NonNullable<Lists["attributes"]>,
): Promise<boolean> {
  const rows = await attributesStatement(db, { productId });
  const known = Object.fromEntries(rows.map((row) => [row.key, readValue(row, row)]));
  if (Bun.deepEquals(known, wanted)) return false;
  await defineMissing(db, [wanted]);
  await saveAttributes(db, productId, wanted);
  return true;
}

const translationsStatement = prepared((db) =>
  db
    .select({
      locale: productTranslations.locale,
      title: productTranslations.title,
      description: productTranslations.description,
      seoTitle: productTranslations.seoTitle,
      seoDescription: productTranslations.seoDescription,
      slug: sql<string | null>`(
        select u.slug from product_slugs u
        where u.product_id = product_translations.product_id and u.locale = product_translations.locale
          and u.is_current = 1
      )`,
    })
    .from(productTranslations)
    .where(eq(productTranslations.productId, placeholder("productId")))
    .orderBy(asc(productTranslations.locale)),
);

async function changeTranslations(
  db: Transaction,
  productId: string,
  wanted: readonly TranslationDraft[],
): Promise<boolean> {
  const known = new Map((await translationsStatement(db, { productId })).map((row) => [row.locale, row]));
  const isSame = (draft: TranslationDraft) => {
    const row = known.get(draft.locale);
    return row !== undefined && !differences(row, withNulls(draft));
  };
  if (known.size === wanted.length && wanted.every(isSame)) return false;
  await freeTranslatedSlugs(db, { kind: "product", id: productId });
  await saveTranslations(db, productId, wanted);
  return true;
}

function withNulls(draft: TranslationDraft) {
  const { locale, slug = null, title = null, description = null } = draft;
  const { seoTitle = null, seoDescription = null } = draft;
  return { locale, slug, title, description, seoTitle, seoDescription };
}
