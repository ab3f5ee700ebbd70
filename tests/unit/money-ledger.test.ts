import { expect, test } from "bun:test";
import fc from "fast-check";
import { type MoneyMovementKind, moneyPostings } from "../../db/enums.ts";
import { accountBalances } from "../../server/modules/payment/admin/account-balances.ts";
import { matchEntry } from "../../server/modules/payment/admin/match-entry.ts";
import { decideDispute } from "../../server/modules/payment/decide-dispute.ts";
import { decideRefund } from "../../server/modules/payment/decide-refund.ts";
import { fundMovements } from "../../server/modules/payment/fund-movements.ts";

const attempt = { status: "captured", amount: 1000, authorizedAmount: 0, capturedAmount: 0 } as const;

test("money is captured once, however often a provider says so", () => {
  expect(fundMovements(attempt, { captured: 1000, capturable: 0 })).toEqual([
    { kind: "captured", amount: 1000 },
  ]);
  expect(fundMovements({ ...attempt, capturedAmount: 1000 }, { captured: 1000, capturable: 0 })).toEqual([]);
});

test("what is captured of authorized money is held no longer", () => {
  const authorized = { ...attempt, status: "authorized" } as const;
  expect(fundMovements(authorized, { captured: 0, capturable: 1000 })).toEqual([
    { kind: "authorized", amount: 1000 },
  ]);
  const held = { ...authorized, authorizedAmount: 1000 };
  expect(fundMovements(held, { captured: 400, capturable: 600 })).toEqual([
    { kind: "released", amount: 400 },
    { kind: "captured", amount: 400 },
  ]);
});

test("what a provider says of a payment's money comes to the same in any order", () => {
  const told = fc
    .integer({ min: 0, max: 1000 })
    .map((captured) => ({ captured, capturable: 1000 - captured }));
  fc.assert(
    fc.property(fc.array(told, { minLength: 1 }), (all) => {
      const payment = { ...attempt, status: "authorized" as const, authorizedAmount: 0 };
      for (const each of all) {
        for (const { kind, amount } of fundMovements(payment, each)) {
          if (kind === "authorized") payment.authorizedAmount += amount;
          if (kind === "released") payment.authorizedAmount -= amount;
          if (kind === "captured")
            Object.assign(payment, { capturedAmount: payment.capturedAmount + amount });
        }
      }
      const captured = Math.max(...all.map((each) => each.captured));
      expect(payment).toMatchObject({ capturedAmount: captured, authorizedAmount: 1000 - captured });
    }),
  );
});

test("a refund that failed at its provider stays so, and one that was only taken to have does not", () => {
  expect(decideRefund({ status: "pending", reference: null }, "succeeded")).toBe("succeeded");
  expect(decideRefund({ status: "succeeded", reference: "re_1" }, "pending")).toBe("succeeded");
  expect(decideRefund({ status: "succeeded", reference: "re_1" }, "failed")).toBe("failed");
  expect(decideRefund({ status: "failed", reference: "re_1" }, "succeeded")).toBe("failed");
  expect(decideRefund({ status: "failed", reference: null }, "succeeded")).toBe("succeeded");
});

test("a dispute holds back what it is about until it is decided, once", () => {
  const open = decideDispute(undefined, { status: "open", amount: 500 });
  expect(open).toEqual({ status: "open", amount: 500, moves: [{ kind: "disputed", amount: 500 }] });
  expect(decideDispute(open, { status: "open", amount: 500 }).moves).toEqual([]);
  const won = decideDispute(open, { status: "won", amount: 500 });
  expect(won).toEqual({ status: "won", amount: 500, moves: [{ kind: "dispute_won", amount: 500 }] });
  expect(decideDispute(won, { status: "lost", amount: 500 })).toEqual({ ...won, moves: [] });
});

test("a bank that asks questions alone holds nothing back, until it does", () => {
  const inquiry = decideDispute(undefined, { status: "open", amount: 0 });
  expect(inquiry.moves).toEqual([]);
  expect(decideDispute(inquiry, { status: "won", amount: 0 }).moves).toEqual([]);
  expect(decideDispute(inquiry, { status: "lost", amount: 500 }).moves).toEqual([
    { kind: "disputed", amount: 500 },
    { kind: "dispute_lost", amount: 500 },
  ]);
});

// Sound: its keys are the kinds, and nothing else.
const kinds = Object.keys(moneyPostings) as MoneyMovementKind[];

test("all accounts sum to zero, whatever was moved", () => {
  const moved = fc.record({
    provider: fc.constantFrom("manual", "stripe"),
    currency: fc.constantFrom("EUR", "JPY"),
    kind: fc.constantFrom(...kinds),
    amount: fc.integer({ min: 1, max: 1_000_000 }),
  });
  fc.assert(
    fc.property(fc.array(moved), fc.array(moved), (before, during) => {
      for (const { accounts } of accountBalances(before, during)) {
        expect(accounts.reduce((sum, { opening }) => sum + opening, 0)).toBe(0);
        expect(accounts.reduce((sum, { closing }) => sum + closing, 0)).toBe(0);
      }
    }),
  );
});

test("an entry of a payout is matched by what was moved of its source, in as many parts as it may come", () => {
  const entry = { kind: "captured", currency: "EUR", paid: 400, moved: 1000, movedCurrency: "EUR" } as const;
  expect(matchEntry(entry)).toBe("matched");
  expect(matchEntry({ ...entry, paid: 1001 })).toBe("differs");
  expect(matchEntry({ ...entry, currency: "USD" })).toBe("converted");
  expect(matchEntry({ ...entry, moved: 0, movedCurrency: null })).toBe("unknown");
  expect(matchEntry({ ...entry, kind: "other", moved: 0 })).toBe("other");
});
