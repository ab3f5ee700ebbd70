import { randomWord } from "../../../core/ids.ts";

/** In characters, of 5 random bits each: of 2^50 that could be, nobody finds ten thousand by trying. */
export const randomLength = 10;

/** So many codes, no two alike; in their order, as indexes take them fastest. */
export function newCodes(count: number, prefix: string): string[] {
  const codes = new Set<string>();
  while (codes.size < count) codes.add(prefix + randomWord(randomLength));
  return [...codes].toSorted();
}
