import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { matchVariants } from "../../server/modules/catalog/match-variants.ts";
import type { VariantDraft } from "../../server/modules/catalog/product-draft.ts";

interface Known {
  sku: string | null;
  barcode: string | null;
  optionValues: string[];
}

const known = (sku: string | null, ...optionValues: string[]): Known => ({
  sku,
  barcode: null,
  optionValues,
});

const draft = (sku: string | null, ...optionValues: string[]): VariantDraft => ({
  sku,
  optionValues,
  prices: [{ currency: "EUR", amount: 100, compareAtAmount: null }],
  stock: { policy: "deny", onHand: 1 },
});

const size = {
  optionNames: ["Size"],
  foreign: { sku: new Map<string, string>(), barcode: new Map<string, string>() },
};

/** Which known variant each draft is about, as its option values; null for a new one. */
function foundBy(variants: Known[], drafts: VariantDraft[]) {
  const { matches, problems } = matchVariants(variants, drafts, size);
  expect(problems).toEqual([]);
  return matches.map((match) => match.known?.optionValues.join() ?? null);
}

describe("a variant is found", () => {
  test("by its SKU, even when its options have changed", () => {
    expect(foundBy([known("A", "S"), known("B", "M")], [draft("B", "Medium")])).toEqual(["M"]);
  });

  test("by its options when its SKU is new or blank", () => {
    const variants = [known("A", "S"), known(null, "M")];
    expect(foundBy(variants, [draft("Z", "S"), draft(null, "M")])).toEqual(["S", "M"]);
  });

  test("by SKU rather than by options when both would do", () => {
    const variants = [known("A", "S"), known("B", "M")];
    expect(foundBy(variants, [draft("A", "M"), draft("B", "S")])).toEqual(["S", "M"]);
  });

  test("by SKU alone when options are not spoken of, and keeps them", () => {
    const { optionValues: _, ...unspoken } = draft("B");
    const { matches } = matchVariants([known("A", "S"), known("B", "M")], [unspoken], size);
    expect(matches).toMatchObject([{ known: { sku: "B" }, optionValues: ["M"] }]);
  });

  test("nowhere when neither is known: it is new", () => {
    expect(foundBy([known("A", "S")], [draft("C", "L"), draft(null, "XL")])).toEqual([null, null]);
  });
});

describe("a draft is refused", () => {
  const fieldsOf = (variants: Known[], drafts: VariantDraft[], surroundings = size) =>
    matchVariants(variants, drafts, surroundings).problems.map(({ variant, field }) => [variant, field]);

  test("when its barcode is that of a variant that keeps it", () => {
    const kept = [{ ...known("A", "S"), barcode: "1" }, known("B", "M")];
    const barred = (sku: string, size: string) => ({ ...draft(sku, size), barcode: "1" });
    expect(fieldsOf(kept, [barred("B", "M")])).toEqual([[0, "barcode"]]);
    expect(fieldsOf(kept, [draft("A", "S"), barred("B", "M")])).toEqual([[1, "barcode"]]);
    expect(fieldsOf(kept, [{ ...draft("A", "S"), barcode: null }, barred("B", "M")])).toEqual([]);
    expect(fieldsOf([], [barred("A", "S"), barred("B", "M")])).toEqual([[1, "barcode"]]);
  });

  test("beyond 250 variants of the product", () => {
    const many = Array.from({ length: 249 }, (_, index) => known(null, `${index}`));
    expect(fieldsOf(many, [draft("A", "0"), draft("B", "S"), draft("C", "M")])).toEqual([[2, null]]);
  });

  test("when its SKU is another product's, which is named", () => {
    const foreign = { ...size.foreign, sku: new Map([["A", "olive-oil"]]) };
    const { matches, problems } = matchVariants([], [draft("A", "S"), draft("B", "M")], {
      ...size,
      foreign,
    });
    expect(matches.map(({ index }) => index)).toEqual([1]);
    expect(problems).toMatchObject([{ variant: 0, field: "sku" }]);
    expect(problems[0]?.message).toContain("olive-oil");
  });

  test("when a draft before it has the same SKU", () => {
    expect(fieldsOf([], [draft("A", "S"), draft("A", "M")])).toEqual([[1, "sku"]]);
  });

  test("when a draft before it has the same options", () => {
    expect(fieldsOf([], [draft("A", "S"), draft("B", "S")])).toEqual([[1, "optionValues"]]);
  });

  test("when a variant that no draft is about has the options it wants", () => {
    expect(fieldsOf([known("A", "S"), known("B", "M")], [draft("A", "M")])).toEqual([[0, "optionValues"]]);
  });

  test("when another refusal leaves the options it wants where they are", () => {
    const variants = [known("A", "S"), known("B", "M"), known(null, "L")];
    expect(fieldsOf(variants, [draft("A", "L"), draft("B", "S")])).toEqual([
      [0, "optionValues"],
      [1, "optionValues"],
    ]);
  });

  test("when it has more or fewer values than there are options", () => {
    expect(fieldsOf([], [draft("A"), draft("B", "S"), draft("C", "M", "Red")])).toEqual([
      [0, "optionValues"],
      [2, "optionValues"],
    ]);
    expect(fieldsOf([], [draft("A", "S")], { ...size, optionNames: [] })).toEqual([[0, "optionValues"]]);
  });
});

test("a product whose other variants have other options is refused as a whole", () => {
  const { problems } = matchVariants([known("A", "S"), known("B", "M")], [draft("A", "S", "Red")], {
    ...size,
    optionNames: ["Size", "Colour"],
  });
  expect(problems).toMatchObject([{ field: "optionNames" }]);
  expect(problems[0]?.variant).toBeUndefined();
});

test("whatever is asked for, no SKU and no set of options ends up on two variants", () => {
  const skus = fc.constantFrom(null, "A", "B", "C", "D");
  const values = fc.constantFrom("S", "M", "L", "XL");
  const variants = fc.uniqueArray(fc.tuple(skus, values), {
    selector: ([, value]) => value,
    maxLength: 4,
  });
  fc.assert(
    fc.property(variants, fc.array(fc.tuple(skus, values), { maxLength: 6 }), (before, wanted) => {
      const seen = new Set<string | null>();
      const variants = before.map(([sku, value]) => {
        const own = seen.has(sku) ? null : sku;
        seen.add(own);
        return known(own, value);
      });
      const { matches, problems } = matchVariants(
        variants,
        wanted.map(([sku, value]) => draft(sku, value)),
        size,
      );
      const named = new Set(matches.map((match) => match.known));
      const after = [
        ...matches.map(({ draft: { sku }, optionValues }) => ({ sku, optionValues })),
        ...variants.filter((variant) => !named.has(variant)),
      ];
      const options = after.map(({ optionValues }) => optionValues.join());
      const taken = after.flatMap(({ sku }) => sku ?? []);
      expect(new Set(options).size).toBe(options.length);
      expect(new Set(taken).size).toBe(taken.length);
      expect(matches.length + problems.length).toBe(wanted.length);
    }),
  );
});
