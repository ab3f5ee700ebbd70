import { expect, test } from "bun:test";
import type { PaymentStatus } from "../../db/enums.ts";
import type { ProviderPayment } from "../../server/core/payment-port.ts";
import { checkAfter, checkAfterFailure, nextCheck } from "../../server/modules/payment/next-check.ts";

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
  const waits = [0, 1, 31, 32, 34, 38, 46, 400, 10_000].map((age) => {
    const now = new Date(age * minute);
    return (nextCheck({ changedAt: new Date(0), now }).getTime() - now.getTime()) / minute;
  });
  expect(waits).toEqual([1, 1, 1, 2, 4, 8, 16, 360, 360]);
});

test("money that came is looked after for as long as a bank may take it back", () => {
  const days: number[] = [];
  let now = new Date(0);
  for (;;) {
    const next = checkAfter(captured, { changedAt: new Date(0), now });
    if (next === null) break;
    now = next;
    days.push(now.getTime() / day);
  }
  expect(days).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
});

test("there is an end to asking about what has ended, and none about what may still be paid", () => {
  const after = (status: PaymentStatus, reference: string | null, now: Date) =>
    checkAfterFailure({ status, reference, updatedAt: new Date(0) }, { isRefused: true, now });
  let [now, asked] = [new Date(0), 0];
  for (let next: Date | null = now; next !== null; next = after("canceled", "pi_1", now)) {
    now = next;
    asked += 1;
  }
  expect(asked).toBe(20);
  expect(now.getTime()).toBeGreaterThanOrEqual(120 * day);
  expect(after("canceled", null, new Date(0))).toBeNull();
  expect(after("pending", "pi_1", now)).toEqual(new Date(now.getTime() + 360 * minute));
});

test("more is expected of money whose fees, refunds or disputes are not told yet, and nothing of what ended without any", () => {
  const asked = { changedAt: new Date(0), now: new Date(0) };
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
  expect(checkAfter({ ...captured, fees: [] }, { ...asked, now: new Date(12 * minute) })).toEqual(
    new Date(day + 12 * minute),
  );
  expect(checkAfter({ ...captured, status: "canceled" }, asked)).toBeNull();
});
