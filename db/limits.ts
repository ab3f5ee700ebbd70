/**
 * The most that one unit or one delivery may cost, in minor units. With `maxCartUnits` no sum in a cart or order leaves
 * the integers that JavaScript holds exactly, not with a tax of 100 % on top: 100,000,000,000 × 45,001 × 2 is below 2^53.
 */
export const maxAmount = 100_000_000_000;

/** The most units in a cart, over all of its lines. */
export const maxCartUnits = 45_000;
