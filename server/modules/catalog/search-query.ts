/** More words than anybody means; a bound on the work one query can ask for. */
const maxWords = 12;
const maxLength = 200;

/**
 * What a person typed as an FTS5 query: every word must occur, each as the start of a word.
 * Words are quoted, so that nothing typed is an operator. Undefined when there is nothing to search for.
 */
export function searchQuery(typed: string): string | undefined {
  const words = typed.slice(0, maxLength).match(/[\p{L}\p{M}\p{N}]+/gu);
  return words
    ?.slice(0, maxWords)
    .map((word) => `"${word}"*`)
    .join(" ");
}
