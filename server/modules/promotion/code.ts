/** In characters. */
export const codeLength = { min: 3, max: 40 } as const;

/** A code as promotions are found by it: what looks alike, whatever the case of its letters, is one. */
export function normalizeCode(text: string): string {
  // The capitals of some letters are not composed yet.
  return text.normalize("NFKC").trim().toUpperCase().normalize("NFKC");
}

/** Whether a normalised text can be a code: nothing in it is invisible, so that it can be read off paper. */
export function isCode(code: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}]+$/u.test(code) && isWithin([...code].length);
}

const isWithin = (length: number) => length >= codeLength.min && length <= codeLength.max;
