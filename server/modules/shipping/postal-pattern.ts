/**
 * What names postal codes: one (`10115`), what all begin with (`101*`), or all from one number to another
 * (`10000-19999`). Spaces and hyphens of a code do not count. One also names the codes of which it is the first part:
 * `SW1Y` names SW1Y 4JH, `10115` the American 10115-1234. A range goes by as many leading digits as its ends have.
 */
const shape = /^(?=.*[A-Z0-9])[A-Z0-9 -]+\*?$/;

/** Ends of different length are no range, but the two parts of a code, such as the Japanese 100-0001. */
const range = /^(\d+)-(\d+)$/;

const separators = /[ -]/g;

export function isPostalPattern(text: string): boolean {
  const ends = endsOf(text);
  return shape.test(text) && (ends === undefined || ends.from <= ends.to);
}

/** Whether a postal code, as its country writes it, is one of those that a pattern names. */
export function matchesPostalPattern(pattern: string, postalCode: string): boolean {
  const code = bare(postalCode);
  const ends = endsOf(pattern);
  if (ends) {
    const leading = code.slice(0, ends.from.length);
    return /^\d+$/.test(leading) && leading >= ends.from && leading <= ends.to;
  }
  if (pattern.endsWith("*")) return code.startsWith(bare(pattern.slice(0, -1)));
  const wanted = bare(pattern);
  return code === wanted || postalCode.toUpperCase().split(separators)[0] === wanted;
}

/** The ends of a range, equally long, so that they compare as texts; undefined for what is none. */
function endsOf(pattern: string): { from: string; to: string } | undefined {
  const [, from = "", to = ""] = range.exec(pattern) ?? [];
  return from !== "" && from.length === to.length ? { from, to } : undefined;
}

const bare = (code: string): string => code.toUpperCase().replace(separators, "");
