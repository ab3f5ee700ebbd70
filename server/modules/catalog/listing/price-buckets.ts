/** Products by the first digit of their price: how many, and what the cheapest and the dearest cost. */
export interface PriceGroup {
  min: number;
  max: number;
  count: number;
}

/** The most buckets before wider ones are made. */
const maxBuckets = 10;

/** Where buckets begin that are not one digit wide: 1, 2 and 5, ten times as much, and so on. */
const wideStarts = [5, 2, 1];

/** Round ranges of prices, both ends included, such as 1000 to 1999; wider ones when there would be many. */
export function priceBuckets(groups: readonly PriceGroup[]): PriceGroup[] {
  const sorted = groups.toSorted((a, b) => a.min - b.min);
  if (sorted.length <= maxBuckets)
    return sorted.map((group) => ({ ...digitRange(group.min), count: group.count }));
  const wide = new Map<number, PriceGroup>();
  for (const { min: amount, count } of sorted) {
    const { min, max } = wideRange(amount);
    wide.set(min, { min, max, count: count + (wide.get(min)?.count ?? 0) });
  }
  return [...wide.values()];
}

function digitRange(amount: number): { min: number; max: number } {
  const unit = magnitude(amount);
  const min = Math.floor(amount / unit) * unit;
  return { min, max: min + unit - 1 };
}

function wideRange(amount: number): { min: number; max: number } {
  if (amount === 0) return { min: 0, max: 0 };
  const unit = magnitude(amount);
  const digit = Math.floor(amount / unit);
  const start = wideStarts.find((each) => each <= digit) ?? 1;
  const next = start === 5 ? 10 : start === 2 ? 5 : 2;
  return { min: start * unit, max: next * unit - 1 };
}

function magnitude(amount: number): number {
  return 10 ** (String(amount).length - 1);
}
