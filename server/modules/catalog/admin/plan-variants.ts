import type { variants } from "../../../../db/schema/index.ts";
import type { FieldIssue } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { differences } from "../differences.ts";
import { repeated } from "../repeated.ts";
import { variantTitle } from "../variant-title.ts";
import type { VariantInput } from "./variant-schema.ts";

export type KnownVariant = typeof variants.$inferSelect;

export interface WantedVariants {
  optionNames: readonly string[];
  variants: readonly VariantInput[];
  /** Whether variants that are not named go. */
  removeOthers: boolean;
}

interface Surroundings {
  productId: string;
  known: readonly KnownVariant[];
  /** The ids of the product's images by address. */
  imageIds: ReadonlyMap<string, string>;
  /** What other products have of the SKUs and barcodes that are named, and their slugs. */
  foreign: Record<"sku" | "barcode", ReadonlyMap<string, string>>;
}

/** A variant as it will be. */
export interface PlannedVariant {
  /** Undefined for a new one. */
  before: KnownVariant | undefined;
  /** Undefined for one that was not named. */
  input: VariantInput | undefined;
  row: Omit<KnownVariant, "createdAt" | "updatedAt">;
}

interface VariantPlan {
  /** In their order. */
  planned: PlannedVariant[];
  removed: string[];
  issues: FieldIssue[];
}

/** What a product's variants become: those named in their order, then the others unless they go. */
export function planVariants(
  { optionNames, variants, removeOthers }: WantedVariants,
  { productId, known, imageIds, foreign }: Surroundings,
): VariantPlan {
  const byId = new Map(known.map((variant) => [variant.id, variant]));
  const named = variants.map((input, position): PlannedVariant => {
    const before = input.id === undefined ? undefined : byId.get(input.id);
    const row = before ?? newRow(productId);
    const changed = { ...row, ...differences(row, { ...givenFields(input, imageIds), position }) };
    return { before, input, row: { ...changed, title: variantTitle(changed.optionValues) } };
  });
  const ids = new Set(variants.map(({ id }) => id));
  const others = known.filter(({ id }) => !ids.has(id));
  const kept = (removeOthers ? [] : others).map((before, index): PlannedVariant => {
    return { before, input: undefined, row: { ...before, position: named.length + index } };
  });
  const issues = [
    ...optionIssues(named, kept, optionNames),
    ...codeIssues(named, kept, "sku", foreign),
    ...codeIssues(named, kept, "barcode", foreign),
    ...imageIssues(variants, imageIds),
  ];
  const removed = removeOthers ? others.map(({ id }) => id) : [];
  return { planned: [...named, ...kept], removed, issues };
}

function newRow(productId: string): PlannedVariant["row"] {
  return {
    id: newId("var"),
    productId,
    sku: null,
    barcode: null,
    title: "",
    optionValues: [],
    imageId: null,
    weightGrams: 0,
    lengthMm: null,
    widthMm: null,
    heightMm: null,
    requiresShipping: true,
    maxPerOrder: null,
    position: 0,
  };
}

function givenFields(
  { id: _, imageUrl, prices: __, stock: ___, ...fields }: VariantInput,
  imageIds: ReadonlyMap<string, string>,
) {
  const imageId = imageUrl === undefined ? fields.imageId : imageIds.get(imageUrl);
  return { ...fields, imageId };
}

function optionIssues(
  named: readonly PlannedVariant[],
  kept: readonly PlannedVariant[],
  names: readonly string[],
): FieldIssue[] {
  const fits = ({ row }: PlannedVariant) => row.optionValues.length === names.length;
  const expected = names.length > 0 ? `a value for each of ${names.join(", ")}` : "none: no option is named";
  const misfits = named.flatMap((variant, index) =>
    fits(variant) ? [] : [{ path: `variants.${index}.optionValues`, message: `Expected ${expected}` }],
  );
  const alike = repeatedNames(named, kept, ({ optionValues }) => JSON.stringify(optionValues)).map(
    (index) => ({
      path: `variants.${index}.optionValues`,
      message: "Another variant of this product has the same",
    }),
  );
  const message = "Expected the options of the product's other variants, which are not named here";
  const left = kept.every(fits) ? [] : [{ path: "optionNames", message }];
  return [...misfits, ...alike, ...left];
}

function codeIssues(
  named: readonly PlannedVariant[],
  kept: readonly PlannedVariant[],
  field: "sku" | "barcode",
  foreign: Surroundings["foreign"],
): FieldIssue[] {
  const own = new Set(repeatedNames(named, kept, (row) => row[field]));
  return named.flatMap(({ row }, index) => {
    const isTaken = own.has(index) || foreign[field].has(row[field] ?? "");
    return isTaken ? [{ path: `variants.${index}.${field}`, message: "is taken" }] : [];
  });
}

function imageIssues(variants: readonly VariantInput[], imageIds: ReadonlyMap<string, string>): FieldIssue[] {
  const ids = new Set(imageIds.values());
  const message = "The product has no such image";
  return variants.flatMap(({ imageId, imageUrl }, index) => [
    ...(imageUrl === undefined || imageIds.has(imageUrl)
      ? []
      : [{ path: `variants.${index}.imageUrl`, message }]),
    ...(!imageId || ids.has(imageId) ? [] : [{ path: `variants.${index}.imageId`, message }]),
  ]);
}

/** The places of the named variants that are like one before them, or like one that is kept. */
function repeatedNames(
  named: readonly PlannedVariant[],
  kept: readonly PlannedVariant[],
  keyOf: (row: PlannedVariant["row"]) => string | null,
): number[] {
  return repeated([...kept, ...named], ({ row }) => keyOf(row))
    .map((place) => place - kept.length)
    .filter((index) => index >= 0);
}
