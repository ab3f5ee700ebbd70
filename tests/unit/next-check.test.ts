import { expect, test } from "bun:test";
import type { ProviderPayment } from "../../server/core/payment-port.ts";
import { checkAfter, nextCheck } from "../../server/modules/payment/next-check.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

const captured: ProviderPayment = {
  reference: "pi_1",
  status: "captured",
  asked: { amount: 1_000, currency: "EUR" },
  capturable: 0,
  captured: 1_000,
  declineCode: null,
  refunds: [],
  disputes: [],
  fees: [{ reference: "txn_1", amount: 30, currency: "EUR" }],
  capturesInParts: false,
  action: {},
};

test("a provider is asked each minute for half an hour, and then ever less often, four times a day at least", () => {
  const waits = [0, 1, 30, 31, 32, 38, 39, 1_000].map(
    (checks) => nextCheck(checks, new Date(0)).getTime() / minute,
  );
  expect(waits).toEqual([1, 1, 1, 2, 4, 256, 360, 360]);
});

test("money that came is looked after for as long as a bank may take it back", () => {
  const days: number[] = [];
  let now = new Date(0);
  for (let checks = 1; ; checks += 1) {
    const next = checkAfter(captured, { checks, changedAt: new Date(0), now });
    if (next === null) break;
    now = next;
    days.push(now.getTime() / day);
  }
  expect(days).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
});

test("more is expected of money whose fees, refunds or disputes are not told yet, and nothing of what ended without any", () => {
  const asked = { checks: 0, changedAt: new Date(0), now: new Date(0) };
  const refund = { reference: "re_1", refundId: null, amount: 1, failure: null };
  const dispute = { reference: "dp_1", amount: 1, reason: "fraudulent", dueBy: null };
  for (const told of [
    { ...captured, fees: [] },
    { ...captured, refunds: [{ ...refund, status: "pending" as const }] },
    { ...captured, disputes: [{ ...dispute, status: "open" as const }] },
    { ...captured, status: "processing" as const },
  ]) {
    expect(checkAfter(told, asked)).toEqual(new Date(minute));
  }
  expect(checkAfter({ ...captured, fees: [] }, { ...asked, checks: 12 })).toEqual(new Date(day));
  expect(checkAfter({ ...captured, status: "canceled" }, asked)).toBeNull();
});
