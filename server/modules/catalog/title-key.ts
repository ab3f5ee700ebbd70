/** In characters: titles that are alike so far stand in the order of their age. */
const maxLength = 100;

/** Letters that Unicode does not take apart into one of the alphabet and a mark. */
const plainLetters: Record<string, string> = {
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ħ: "h",
};

/**
 * What a title is sorted by, compared by its characters: without case, accents and what is neither letter nor digit, and
 * numbers by how large they are, each with its length before it: `Éclair no. 10` is `eclair no 210`.
 */
export function titleKey(title: string): string {
  return title
    .normalize("NFKD")
    .replace(/\p{Script=Inherited}+/gu, "") // accents; in some scripts vowels are marks too, but those have a script
    .normalize("NFC")
    .toUpperCase() // ß has two letters then
    .toLowerCase()
    .replace(/[æœøłđðþħ]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim()
    .replace(/0*([0-9]{1,40})/g, (_, digits: string) => String.fromCharCode(48 + digits.length) + digits)
    .slice(0, maxLength)
    .toWellFormed();
}
