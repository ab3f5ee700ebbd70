/** The shortest word of which two letters at each end can be left as they are when any other changes. */
const halved = 5;

/**
 * FTS5 over `search_word_trigrams`: words that begin or end as this one does, up to the two letters in its middle. With
 * one letter put in, left out, replaced or swapped with its neighbour, either its beginning or its end is as it was. A
 * space stands for the beginning and the end.
 */
export function endsQuery(folded: string): string {
  const letters = [...folded];
  if (letters.length >= halved) return anyOf(ends(letters));
  const [first = "", second = "", third = "", ...others] = letters;
  return anyOf([...ends(letters), ...ends([first, third, second, ...others])]);
}

/** The same: words that share three letters in a row with this one. */
export function sharedQuery(folded: string): string {
  return anyOf(trigrams([" ", ...folded, " "]).map(quote));
}

/** Both ends of a word, each as the trigrams that it must have. */
function ends(letters: readonly string[]): string[] {
  const length = Math.max(2, Math.floor(letters.length / 2) - 1);
  return [
    [" ", ...letters.slice(0, length)],
    [...letters.slice(-length), " "],
  ].map((end) => trigrams(end).map(quote).join(" AND "));
}

function trigrams(letters: readonly string[]): string[] {
  return letters.slice(2).map((_, index) => letters.slice(index, index + 3).join(""));
}

const quote = (trigram: string) => `"${trigram}"`;

const anyOf = (terms: readonly string[]) => [...new Set(terms)].map((term) => `(${term})`).join(" OR ");
