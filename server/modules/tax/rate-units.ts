/**
 * Rates are basis points with up to two decimals outside (997.5 is 9.975 %) and millionths inside (99,750), which are
 * whole numbers. Both ways go by digits, so that no float is reckoned with.
 */

/** How many decimals of a basis point a millionth is. */
const decimals = 2;

/** Digits beyond the second decimal are lost: `isExact` tells. */
export function toMillionths(basisPoints: number): number {
  const [whole = "", fraction = ""] = String(basisPoints).split(".");
  return Number(whole + fraction.slice(0, decimals).padEnd(decimals, "0"));
}

export function toBasisPoints(millionths: number): number {
  const digits = String(millionths).padStart(decimals + 1, "0");
  return Number(`${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`);
}

/** Whether basis points have no more decimals than are kept. */
export function isExact(basisPoints: number): boolean {
  return toBasisPoints(toMillionths(basisPoints)) === basisPoints;
}
