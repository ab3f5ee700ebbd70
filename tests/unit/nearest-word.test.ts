import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  editDistance,
  nearestWord,
  toleratedErrors,
} from "../../server/modules/catalog/search/nearest-word.ts";
import { endsQuery } from "../../server/modules/catalog/search/trigrams.ts";

const letters = fc.array(fc.constantFrom(..."abcd"), { maxLength: 9 });
const distance = (a: string, b: string, limit = 9) => editDistance([...a], [...b], limit);

/** One typing error at a place of a word. */
const errors = [
  (word: string[], at: number) => word.toSpliced(at, 1),
  (word: string[], at: number) => word.toSpliced(at, 0, "x"),
  (word: string[], at: number) => word.with(at, "x"),
  (word: string[], at: number) =>
    at === 0 ? word : word.with(at, word[at - 1] ?? "").with(at - 1, word[at] ?? ""),
];

describe("the distance of two words", () => {
  test.each([
    ["coffee", "coffee", 0],
    ["cofee", "coffee", 1],
    ["coffee", "coffe", 1],
    ["teh", "the", 1],
    ["kitten", "sitting", 3],
    ["", "abc", 3],
  ])("of %p and %p is %d", (a, b, expected) => {
    expect(distance(a, b)).toBe(expected);
  });

  test("is the same both ways, none of a word to itself, and at least the difference in length", () => {
    fc.assert(
      fc.property(letters, letters, (a, b) => {
        const found = editDistance(a, b, 20);
        expect(editDistance(b, a, 20)).toBe(found);
        expect(found === 0).toBe(a.join() === b.join());
        expect(found).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
        expect(found).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });

  test("beyond the limit is told as beyond it, and within it exactly", () => {
    fc.assert(
      fc.property(letters, letters, fc.nat(3), (a, b, limit) => {
        const exact = editDistance(a, b, 20);
        const bounded = editDistance(a, b, limit);
        expect(bounded > limit ? exact > limit : bounded === exact).toBe(true);
      }),
    );
  });

  test("of a word to itself with one error is one at most", () => {
    fc.assert(
      fc.property(letters, fc.nat(8), fc.constantFrom(...errors), (word, place, spoil) => {
        if (place < word.length) expect(editDistance(word, spoil(word, place), 9)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("the word that was meant", () => {
  test("is the nearest, and of those the most frequent", () => {
    const known = [
      { word: "toffee", count: 3 },
      { word: "coffee", count: 2 },
      { word: "coffer", count: 90 },
    ];
    expect(nearestWord("coffe", known)).toBe("coffer");
    expect(nearestWord("coffee", known)).toBe("coffee");
    expect(nearestWord("xxxxxx", known)).toBeUndefined();
  });

  test("is found whatever its case and accents", () => {
    expect(nearestWord("brulle", [{ word: "Brûlée", count: 1 }])).toBe("Brûlée");
  });

  test("is never guessed for words of up to three letters", () => {
    expect(nearestWord("tae", [{ word: "tea", count: 9 }])).toBeUndefined();
    expect([3, 4, 5, 6, 20].map(toleratedErrors)).toEqual([0, 1, 1, 2, 2]);
  });
});

test("a word of four letters or more with one error begins or ends as is looked for", () => {
  const words = fc.array(fc.constantFrom(..."abcdefgh"), { minLength: 3, maxLength: 14 });
  fc.assert(
    fc.property(words, fc.nat(13), fc.constantFrom(...errors), (word, place, spoil) => {
      if (place >= word.length) return;
      const typed = spoil(word, place);
      if (typed.length < 4) return;
      const known = ` ${word.join("")} `;
      const ends = endsQuery(typed.join("")).split(" OR ");
      expect(ends.some((end) => trigramsOf(end).every((trigram) => known.includes(trigram)))).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

const trigramsOf = (query: string) => [...query.matchAll(/"(...)"/g)].map(([, trigram = ""]) => trigram);
