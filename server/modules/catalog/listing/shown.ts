/** The most products that a list by relevance shows on all its pages: what is far down nobody pages to. */
export const maxShown = 1_000;

/** Numbers in as few letters as that takes: in order, how much each is above the one before, seven bits to a byte. */
export function writeShown(numbers: readonly number[]): string {
  const bytes: number[] = [];
  let before = 0;
  for (const number of numbers.toSorted((a, b) => a - b)) {
    let rest = number - before;
    before = number;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  }
  return Buffer.from(bytes).toString("base64url");
}

/** Reads them back; undefined for what `writeShown` did not write. */
export function readShown(text: string): number[] | undefined {
  const numbers: number[] = [];
  let number = 0;
  let unit = 1;
  for (const byte of Buffer.from(text, "base64url")) {
    number += (byte % 128) * unit;
    unit = byte < 128 ? 1 : unit * 128;
    if (!Number.isSafeInteger(number)) return undefined;
    if (byte < 128) numbers.push(number);
  }
  return numbers.length <= maxShown && text !== "" && writeShown(numbers) === text ? numbers : undefined;
}
