/** An amount in minor units (cents, yen, fils) of an ISO 4217 currency. */
export interface Money {
  amount: number;
  currency: string;
}

/** ISO 4217 codes whose minor unit is not a hundredth (list one, 2024): https://www.six-group.com/en/products-services/financial-information/data-standards.html */
const exponents: Record<string, number> = {
  BHD: 3,
  BIF: 0,
  CLF: 4,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  UYW: 4,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD. */
export function currencyExponent(currency: string): number {
  return exponents[currency] ?? 2;
}

/**
 * Reads a decimal amount ("19.9") as minor units (1990), digit by digit, so that no fraction is ever lost to a float.
 * Undefined for what is not a plain non-negative decimal, has more decimals than the currency, or is beyond 2^53.
 */
export function parseAmount(decimal: string, currency: string): number | undefined {
  const match = /^(\d+)(?:\.(\d*))?$/.exec(decimal.trim());
  if (!match) return undefined;
  const [, whole = "", fraction = ""] = match;
  const exponent = currencyExponent(currency);
  const digits = fraction.replace(/0+$/, "");
  if (digits.length > exponent) return undefined;
  const amount = Number(whole + digits.padEnd(exponent, "0"));
  return Number.isSafeInteger(amount) ? amount : undefined;
}

/** Writes minor units as a decimal: 1990 is "19.90" in EUR. */
export function formatDecimal(amount: number, currency: string): string {
  const exponent = currencyExponent(currency);
  const digits = String(Math.abs(amount)).padStart(exponent + 1, "0");
  const split = digits.length - exponent;
  const decimal = exponent === 0 ? digits : `${digits.slice(0, split)}.${digits.slice(split)}`;
  return `${amount < 0 ? "-" : ""}${decimal}`;
}

/** Writes money as a person reads it: `{ 1990, EUR }` is "19.90 EUR". */
export function formatMoney({ amount, currency }: Money): string {
  return `${formatDecimal(amount, currency)} ${currency}`;
}
