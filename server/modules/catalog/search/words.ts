import { splitScripts } from "./scripts.ts";

/** More words than anybody means; a bound, with the length, on the work one query can ask for. */
const maxWords = 12;
const maxLength = 200;

/** The words of what a person typed, in their order; signs, emoji and broken characters are none. */
export function wordsOf(typed: string): string[] {
  const runs =
    typed
      .slice(0, maxLength)
      .normalize("NFC")
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  // FTS5 knows no word of accents alone: a phrase without one would be found nowhere.
  return runs
    .flatMap(splitScripts)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, maxWords);
}
