/**
 * A word with the singular or plural that it may stand for: "berries" and "berry", "boxes" and "box".
 *
 * By its ending alone: a stemmer in the index would know one language, would cut off what an unfinished word begins
 * with, and would take words for one that only look alike ("universe", "university"). English, French and Spanish words mostly have these
 * endings; a form that is no word finds nothing. Longer endings of other languages ("Tassen") are found from the
 * singular, since words are found by their beginning, and from the plural as words with typing errors are.
 */
export function wordForms(word: string): string[] {
  const forms = new Set([word]);
  if (/\p{L}{2}ies$/iu.test(word)) forms.add(`${word.slice(0, -3)}y`);
  if (/\p{L}{3}es$/iu.test(word)) forms.add(word.slice(0, -2));
  if (/\p{L}{2}(?!s)\p{L}s$/iu.test(word)) forms.add(word.slice(0, -1));
  else if (/\p{L}{2}(?![aeiou])\p{L}y$/iu.test(word)) forms.add(`${word.slice(0, -1)}ies`);
  else if (/\p{L}{3}$/u.test(word)) forms.add(`${word}s`);
  return [...forms];
}
