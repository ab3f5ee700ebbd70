export interface KnownWord {
  word: string;
  /** How many products have it. */
  count: number;
}

/** A word as words are compared: without case and accents. */
export function fold(word: string): string {
  return word
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
}

/** How many typing errors a word of that length may have: in a short one, two would make it any other. */
export function toleratedErrors(length: number): number {
  if (length < 4) return 0;
  return length < 6 ? 1 : 2;
}

/** The known word that was meant: the nearest within the errors tolerated, of those the one most products have. */
export function nearestWord(typed: string, known: readonly KnownWord[]): string | undefined {
  const wanted = [...fold(typed)];
  let limit = toleratedErrors(wanted.length);
  let nearest: KnownWord | undefined;
  for (const candidate of known) {
    const distance = editDistance(wanted, [...fold(candidate.word)], limit);
    if (distance > limit) continue;
    if (distance < limit || !nearest || comesBefore(candidate, nearest)) nearest = candidate;
    limit = distance;
  }
  return nearest?.word;
}

function comesBefore(a: KnownWord, b: KnownWord): boolean {
  return a.count === b.count ? a.word < b.word : a.count > b.count;
}

/**
 * How many letters must be put in, left out, replaced or swapped with their neighbour to make one word the other, each
 * place at most once; more than `limit` when it takes more.
 */
export function editDistance(a: readonly string[], b: readonly string[], limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? at(beforeLast, j - 2) + 1
          : Infinity;
      row.push(Math.min(replaced, swapped, at(last, j) + 1, at(row, j - 1) + 1));
    }
    if (Math.min(...row) > limit) return limit + 1;
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;
