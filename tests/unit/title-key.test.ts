import { expect, test } from "bun:test";
import fc from "fast-check";
import { titleKey } from "../../server/modules/catalog/title-key.ts";

const sorted = (titles: readonly string[]) =>
  titles.toSorted((a, b) => Buffer.compare(Buffer.from(titleKey(a)), Buffer.from(titleKey(b))));

test.each([
  ["case and accents", ["apple", "Äpple II", "eclipse", "École", "zebra", "Žižka"]],
  [
    "letters that are no letter and a mark",
    ["Aal", "Ægir", "Lodz", "Łódź 2", "Maß", "Mast", "Ødegaard", "oder"],
  ],
  ["quotes and signs", ["“Tea” & Co.", "tea pot", "Teapot"]],
  ["numbers by how large they are", ["Cup 2", "cup 02 b", "Cup 10", "CUP 100"]],
  ["other scripts", ["Zoo", "ёлка", "кот", "お茶", "茶", "한국"]],
])("titles sort as people expect: %s", (_, titles) => {
  expect(sorted(titles.toReversed())).toEqual(titles);
});

test.each([
  ["がく", "かく"],
  ["ΤΣΆΙ", "τσάι"],
  ["Straße", "STRASSE"],
  ["ﬁne №５", "fine no5"],
])("%s sorts as %s", (one, other) => {
  expect(titleKey(one)).toBe(titleKey(other));
});

test("vowels of scripts in which they are marks stay", () => {
  expect(titleKey("नमस्ते")).toBe("नमस्ते");
  expect(titleKey("กาแฟ")).toBe("กาแฟ");
});

test("whatever the title, its key is short and whole text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (title) => {
      const key = titleKey(title);
      expect(key.length).toBeLessThanOrEqual(100);
      expect(key.isWellFormed()).toBe(true);
    }),
  );
});

test("of two numbers the larger comes later", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)].map((number) => titleKey(`Cup ${number}`));
      expect(a === b ? low === high : (low ?? "") < (high ?? "")).toBe(true);
    }),
  );
});
