import { wordForms } from "./search/plurals.ts";
import { isUnspaced } from "./search/scripts.ts";
import { wordsOf } from "./search/words.ts";

/** What a person typed, as the search's statements take it. */
export interface SearchQuery {
  /** FTS5: every word occurs, as the start of a word or in another form; one of a single letter as a word. */
  search: string;
  /** FTS5: the same, with single letters as the start of a word. */
  begun: string;
  /** FTS5: every word occurs as a whole word, in one of its forms. */
  whole: string;
  /** The words one by one, each `[whole, begun, search, forms]`, its forms as `search_words` has them: a JSON array. */
  words: string;
  /** All of it, as a SKU or barcode may be written: a JSON array. */
  codes: string;
  /** Whether it is nothing else if it is such a code: one without digits may be a word that others have. */
  isCode: boolean;
}

/** Undefined when there is nothing to search for. Words are quoted, so that nothing typed is an operator. */
export function searchQuery(typed: string): SearchQuery | undefined {
  const words = wordsOf(typed);
  if (words.length === 0) return undefined;
  return {
    search: words.map(anyForm).join(" AND "),
    begun: words.map(begunForm).join(" AND "),
    whole: words.map(wholeForm).join(" AND "),
    words: JSON.stringify(
      words.map((word) => [wholeForm(word), begunForm(word), anyForm(word), wordForms(word.toLowerCase())]),
    ),
    isCode: /\p{Nd}/u.test(typed),
    codes: JSON.stringify(codesOf(typed)),
  };
}

/** The start of a word, or another form of it; so many words start with any one letter that it is a word here. */
export function anyForm(word: string): string {
  return [...word].length === 1 ? quote(word) : begunForm(word);
}

function begunForm(word: string): string {
  if (isUnspaced(word)) return phrase(word);
  const [first = word, ...others] = wordForms(word);
  return anyOf([`"${first}"*`, ...others.filter((form) => !form.startsWith(first)).map(quote)]);
}

/** The whole word, in one of its forms. */
export function wholeForm(word: string): string {
  return isUnspaced(word) ? phrase(word) : anyOf(wordForms(word).map(quote));
}

const quote = (word: string) => `"${word}"`;

/** Its letters one after the other, as the index holds them. */
const phrase = (word: string) => quote([...word].join(" "));

const anyOf = (forms: string[]) => (forms.length === 1 ? forms.join() : `(${forms.join(" OR ")})`);

const longestCode = 100;

function codesOf(typed: string): string[] {
  const code = typed.trim().replaceAll("\0", "");
  if (code.length > longestCode || !code.isWellFormed()) return [];
  return [...new Set([code, code.toUpperCase(), code.toLowerCase()])];
}
