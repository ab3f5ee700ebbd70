import { expect, test } from "bun:test";
import { canonicalLocale } from "../../server/core/locales.ts";

test.each([
  ["de", "de"],
  ["de-at", "de-AT"],
  ["ZH-hant-tw", "zh-Hant-TW"],
  ["ast", "ast"],
])("%s is written %s", (tag, canonical) => {
  expect(canonicalLocale(tag)).toBe(canonical);
});

test.each(["", "d", "German", "de_DE", "de-", "-de", "x-mine", "de DE", "de\0"])(
  "%p is no language",
  (tag) => {
    expect(canonicalLocale(tag)).toBeUndefined();
  },
);
