import { z } from "zod";
import { idInput, localeInput } from "../../../core/contract.ts";
import { maxCounts, maxLengths } from "../limits.ts";
import { changeInput, distinct, textInput, versionInput, wordInput, wordOrNull } from "./inputs.ts";

const nameInput = wordInput(maxLengths.categoryName);
const descriptionInput = textInput(maxLengths.description).describe("HTML");

export const categorySlugInput = wordInput(maxLengths.categorySlug)
  .normalize()
  .regex(/^[\p{L}\p{M}\p{N}]+(?:[-/][\p{L}\p{M}\p{N}]+)*$/u, "Expected words with hyphens or slashes between")
  .refine((slug) => slug === slug.toLowerCase(), "Expected lower case");

const slugInput = categorySlugInput.describe(
  "Left out: made from the name and the parent's slug, or kept when there is one",
);

const seoFields = {
  seoTitle: wordOrNull(maxLengths.seoTitle)
    .optional()
    .describe("What search engines show instead of the name"),
  seoDescription: wordOrNull(maxLengths.seoDescription).optional(),
};

const translationInput = z
  .object({
    locale: localeInput,
    slug: categorySlugInput.nullish(),
    name: nameInput.nullish(),
    description: descriptionInput.nullish(),
    ...seoFields,
  })
  .transform(
    ({ locale, slug = null, name = null, description = null, seoTitle = null, seoDescription = null }) => ({
      locale,
      slug,
      name,
      description,
      seoTitle,
      seoDescription,
    }),
  )
  .refine(
    ({ locale: _, ...texts }) => Object.values(texts).some((text) => text !== null),
    "Expected a text in that language",
  );

const translationsInput = distinct(translationInput, maxCounts.categoryTranslations, ({ locale }) => locale, [
  "locale",
]).describe("All there are to be; left out, they stay. What is null stands in a less exact language");

const positionInput = z
  .int()
  .min(0)
  .describe(
    "Among those of the same parent, from 0; left out, it stays, or is the last below another parent",
  );

export const saveCategoryInput = z
  .object({
    id: idInput.optional().describe("The category to change; a new one when left out"),
    version: versionInput,
    name: nameInput,
    slug: slugInput.optional(),
    parentId: idInput
      .nullish()
      .describe(
        "Null at the root; left out, it stays, or is the root of a new one. A tree has at most 1,000 levels",
      ),
    description: descriptionInput.optional(),
    ...seoFields,
    position: positionInput.optional(),
    translations: translationsInput.optional(),
  })
  .refine(({ id, version }) => (id === undefined) === (version === undefined), {
    path: ["version"],
    message: "Expected with `id`, and only with it",
  });

export const moveCategoryInput = z.object({
  ...changeInput.shape,
  parentId: idInput.nullable().describe("Null is the root"),
  position: positionInput.optional(),
});

export const categoryIdInput = z.object({ id: idInput });

export const removeCategoryInput = changeInput;

const place = z
  .object({
    id: z.string(),
    parentId: z.string().nullable().describe("Null at the root"),
    slug: z.string(),
    name: z.string(),
    position: z.int().describe("Among those of the same parent, from 0"),
    version: z.int().describe("Rises with every change of its own"),
    productCount: z.int().describe("In it alone, whatever their status; not those below it"),
  })
  .meta({ id: "CategoryPlace" });

export const adminCategoryOutput = z
  .object({
    ...place.shape,
    description: z.string().describe("HTML as the merchant wrote it"),
    seoTitle: z.string().nullable().describe("What search engines show instead of the name"),
    seoDescription: z.string().nullable(),
    translations: z.array(
      z
        .object({
          locale: z.string(),
          slug: z.string().nullable(),
          name: z.string().nullable(),
          description: z.string().nullable(),
          seoTitle: z.string().nullable(),
          seoDescription: z.string().nullable(),
        })
        .meta({ id: "CategoryTranslation" }),
    ),
  })
  .meta({ id: "AdminCategory" });

export const adminCategoriesOutput = z.array(
  z
    .object({ ...place.shape, level: z.int().describe("How many stand above it") })
    .meta({ id: "AdminCategorySummary" }),
);

export type SaveCategoryInput = z.infer<typeof saveCategoryInput>;
export type MoveCategoryInput = z.infer<typeof moveCategoryInput>;
export type RemoveCategoryInput = z.infer<typeof removeCategoryInput>;
export type AdminCategory = z.infer<typeof adminCategoryOutput>;
export type AdminCategorySummary = z.infer<typeof adminCategoriesOutput>[number];
