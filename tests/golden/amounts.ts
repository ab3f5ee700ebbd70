/** `1,304.35` in hundredths is 130435, by its digits alone. */
export function minorUnits(text: string, exponent: number): number {
  const [whole = "", fraction = ""] = text.replaceAll(",", "").split(".");
  if (fraction.length > exponent) throw new Error(`${text} has more than ${exponent} decimals`);
  return Number(whole + fraction.padEnd(exponent, "0"));
}

/** The way back: 130435 in hundredths is `1,304.35`. */
export function written(amount: number, exponent: number): string {
  const digits = String(amount).padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent).replace(/\B(?=(\d{3})+$)/g, ",");
  return exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`;
}
