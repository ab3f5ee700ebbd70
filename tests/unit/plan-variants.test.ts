import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type KnownVariant, planVariants } from "../../server/modules/catalog/admin/plan-variants.ts";
import type { VariantInput } from "../../server/modules/catalog/admin/variant-schema.ts";

const known = (id: string, size: string, sku: string | null = null): KnownVariant => ({
  id,
  productId: "prod_1",
  sku,
  barcode: null,
  title: size,
  optionValues: [size],
  imageId: null,
  weightGrams: 100,
  lengthMm: null,
  widthMm: null,
  heightMm: null,
  requiresShipping: true,
  maxPerOrder: null,
  position: 0,
  createdAt: new Date(0),
  updatedAt: new Date(0),
});

const nothing: ReadonlyMap<string, string> = new Map();

function plan(
  variants: VariantInput[],
  { before = [known("v1", "S", "A"), known("v2", "M", "B")], removeOthers = false } = {},
) {
  return planVariants(
    { optionNames: ["Size"], variants, removeOthers },
    {
      productId: "prod_1",
      known: before,
      imageIds: new Map([["/a.jpg", "img_a"]]),
      foreign: { sku: new Map([["FOREIGN", "cup"]]), barcode: nothing },
    },
  );
}

describe("variants as they will be", () => {
  test("stand in the order they are named in, the others behind them", () => {
    const { planned, removed, issues } = plan([{ optionValues: ["L"] }, { id: "v2" }]);
    expect(planned.map(({ row }) => [row.position, row.title])).toEqual([
      [0, "L"],
      [1, "M"],
      [2, "S"],
    ]);
    expect({ removed, issues }).toEqual({ removed: [], issues: [] });
  });

  test("keep what is not given, and lose what is null", () => {
    const [first] = plan([{ id: "v1", sku: null, imageUrl: "/a.jpg" }]).planned;
    expect(first?.row).toMatchObject({ sku: null, weightGrams: 100, optionValues: ["S"], imageId: "img_a" });
  });

  test("may have what one that goes had", () => {
    const { removed, issues } = plan([{ optionValues: ["S"], sku: "A" }], { removeOthers: true });
    expect({ removed, issues }).toEqual({ removed: ["v1", "v2"], issues: [] });
  });
});

describe("a variant is refused by its place", () => {
  const pathsOf = (variants: VariantInput[], more = {}) =>
    plan(variants, more).issues.map(({ path }) => path);

  test("for an SKU of another product, of one named before, or of one that stays", () => {
    expect(pathsOf([{ id: "v1", sku: "FOREIGN" }])).toEqual(["variants.0.sku"]);
    expect(
      pathsOf([
        { id: "v1", sku: "C" },
        { optionValues: ["L"], sku: "C" },
      ]),
    ).toEqual(["variants.1.sku"]);
    expect(pathsOf([{ optionValues: ["L"], sku: "B" }])).toEqual(["variants.0.sku"]);
  });

  test("for option values that are too few or another's", () => {
    expect(pathsOf([{ optionValues: [] }])).toEqual(["variants.0.optionValues"]);
    expect(pathsOf([{ id: "v1", optionValues: ["M"] }])).toEqual(["variants.0.optionValues"]);
    expect(
      pathsOf([
        { id: "v1", optionValues: ["M"] },
        { id: "v2", optionValues: ["S"] },
      ]),
    ).toEqual([]);
  });

  test("for an image that is not the product's", () => {
    expect(pathsOf([{ id: "v1", imageId: "img_b" }])).toEqual(["variants.0.imageId"]);
    expect(
      pathsOf([
        { id: "v1", imageId: null },
        { id: "v2", imageId: "img_a" },
      ]),
    ).toEqual([]);
  });
});

test("whatever is named, a plan without issues gives no two variants one SKU or the same options", () => {
  const field = fc.record(
    {
      id: fc.constantFrom("v1", "v2"),
      sku: fc.option(fc.constantFrom("A", "B", "C")),
      optionValues: fc.constantFrom("S", "M", "L").map((size) => [size]),
    },
    { requiredKeys: [] },
  );
  const inputs = fc.uniqueArray(field, { selector: ({ id }) => id ?? {}, maxLength: 4 });
  fc.assert(
    fc.property(inputs, fc.boolean(), (variants, removeOthers) => {
      const { planned, issues } = plan(variants, { removeOthers });
      const skus = planned.flatMap(({ row }) => row.sku ?? []);
      const options = planned.map(({ row }) => row.optionValues.join());
      const isDistinct = new Set(skus).size === skus.length && new Set(options).size === options.length;
      const isWhole = planned.every(({ row }) => row.optionValues.length === 1);
      expect(issues.length === 0).toBe(isDistinct && isWhole);
      expect(planned.map(({ row }) => row.position)).toEqual(planned.map((_, index) => index));
    }),
  );
});
