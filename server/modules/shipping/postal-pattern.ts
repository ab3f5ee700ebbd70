/**
 * Whether a postal code is one that a pattern names: `10115` itself, `101*` whatever begins so, `10000-19999` those from
 * one to the other that are as long. Spaces, dashes and small letters make no difference, and an American code of nine
 * digits is its first five as well. The sides of a range are equally long, which those of a code, as of `00-950`, seldom
 * are; where they are (`11369-14811` is an Iranian code) it names the code too.
 */
export function matchesPostalCode(pattern: string, postalCode: string): boolean {
  return spellings(postalCode).some((code) => matchesBare(pattern, code));
}

function matchesBare(pattern: string, code: string): boolean {
  const wanted = bare(pattern);
  if (wanted === code) return true;
  if (wanted.endsWith("*")) return code.startsWith(wanted.slice(0, -1));
  const [from = "", to = ""] = pattern.split("-").map(bare);
  return from.length === code.length && to.length === code.length && from <= code && code <= to;
}

function spellings(postalCode: string): string[] {
  const zip = /^\s*(\d{5})-\d{4}\s*$/.exec(postalCode)?.[1];
  return zip === undefined ? [bare(postalCode)] : [bare(postalCode), zip];
}

const bare = (code: string): string => code.replace(/[\s-]/g, "").toUpperCase();
