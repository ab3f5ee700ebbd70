/**
 * Letters of scripts that put no space between words: Thai to Myanmar, Khmer, kana, Han, Hangul. The view
 * `search_sources` sets each of them apart, so that any part of a text can be found as a phrase of letters; its ranges
 * are these.
 */
export const unspacedRanges = [
  "\u0e00-\u0eff",
  "\u1000-\u109f",
  "\u1780-\u17ff",
  "\u3040-\u30ff",
  "\u3400-\u4dbf",
  "\u4e00-\u9fff",
  "\uac00-\ud7a3",
  "\uf900-\ufaff",
  "\uff66-\uff9f",
  "\u{20000}-\u{3fffd}",
  "\u{1f000}-\u{1fbff}", // emoji, which are no words, but stand beside some
].join("");

const unspaced = new RegExp(`[${unspacedRanges}]`, "u");
const parts = new RegExp(`[${unspacedRanges}]+|[^${unspacedRanges}]+`, "gu");

/** Whether a word, as `splitScripts` gives it, is of such letters. */
export function isUnspaced(word: string): boolean {
  return unspaced.test(word);
}

/** A word parted where such a script begins or ends: "500gコーヒー" is "500g" and "コーヒー". */
export function splitScripts(word: string): string[] {
  return word.match(parts) ?? [];
}
