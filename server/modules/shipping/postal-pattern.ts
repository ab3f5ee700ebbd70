/**
 * What names postal codes: one (`10115`), what all begin with (`101*`), or all from one number to another
 * (`10000-19999`). Spaces, hyphens and small letters of a code make no difference. One also names the codes of which it is
 * the first part: `SW1Y` names SW1Y 4JH, `10115` the American 10115-1234. A range goes by as many leading digits as its
 * ends have, so that `1000-1999` holds the Dutch 1011 AB.
 */
const shape = /^(?=.*[A-Z0-9])[A-Z0-9 -]+\*?$/;

/**
 * Ends of different length are no range, but the two parts of a code, such as the Japanese 100-0001. Those of an Iranian
 * code are equally long: it is named as well, and where its parts would be no range it is written in one.
 */
const range = /^(\d+)-(\d+)$/;

const separators = /[ -]/g;

export function isPostalPattern(text: string): boolean {
  const ends = endsOf(text);
  return shape.test(text) && (ends === undefined || ends.from <= ends.to);
}

/** Whether a postal code, as its country writes it, is one of those that a pattern names. */
export function matchesPostalCode(pattern: string, postalCode: string): boolean {
  const [wanted, code] = [bare(pattern), bare(postalCode)];
  if (wanted.endsWith("*")) return code.startsWith(wanted.slice(0, -1));
  if (wanted === code || wanted === firstPart(postalCode)) return true;
  const ends = endsOf(pattern);
  if (!ends) return false;
  const leading = code.slice(0, ends.from.length);
  return /^\d+$/.test(leading) && leading >= ends.from && leading <= ends.to;
}

/** The ends of a range, equally long, so that they compare as texts; undefined for what is none. */
function endsOf(pattern: string): { from: string; to: string } | undefined {
  const [, from = "", to = ""] = range.exec(pattern) ?? [];
  return from !== "" && from.length === to.length ? { from, to } : undefined;
}

const firstPart = (code: string): string | undefined => code.trim().toUpperCase().split(separators)[0];

const bare = (code: string): string => code.trim().toUpperCase().replace(separators, "");
