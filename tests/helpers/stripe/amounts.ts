import { invalidRequest } from "./failure.ts";

/** The least that can be charged. https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const least: Record<string, number> = { usd: 50, eur: 50, gbp: 30, chf: 50, jpy: 50, sek: 300, pln: 200 };
/**
 * Amounts are multiples of these: currencies of three decimals end in 0, and two of none are written as if they had two.
 * https://docs.stripe.com/currencies#special-cases
 */
const steps: Record<string, number> = { bhd: 10, jod: 10, kwd: 10, omr: 10, tnd: 10, isk: 100, ugx: 100 };
const most = 99_999_999;

export function assertChargeable(amount: number, currency: string): void {
  if (!/^[a-z]{3}$/i.test(currency)) {
    throw invalidRequest(`Invalid currency: ${currency}.`, { param: "currency" });
  }
  const param = "amount";
  if (amount < 1) {
    const code = "parameter_invalid_integer";
    throw invalidRequest("This value must be greater than or equal to 1.", { code, param });
  }
  if (amount > most) {
    const message = "Amount must be no more than 999,999.99";
    throw invalidRequest(message, { code: "amount_too_large", param });
  }
  if (amount < (least[currency] ?? 1)) {
    const message = "Amount is below the least that can be charged in this currency.";
    throw invalidRequest(message, { code: "amount_too_small", param });
  }
  const step = steps[currency] ?? 1;
  if (amount % step !== 0) {
    throw invalidRequest(`Amounts of this currency are multiples of ${step}.`, { param });
  }
}
