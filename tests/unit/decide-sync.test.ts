import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { PaymentStatus } from "../../db/enums.ts";
import type { ProviderPayment } from "../../server/core/payment-port.ts";
import { decideSync } from "../../server/modules/order/payment/decide-sync.ts";

const due = { amount: 1_000, currency: "EUR" };

type Known = Parameters<typeof decideSync>[0];

const opened: Known = {
  ...due,
  status: "pending",
  capturedAmount: 0,
  reference: null,
  declineCode: null,
  holdReason: null,
};

const told = (status: PaymentStatus, parts: Partial<ProviderPayment> = {}): ProviderPayment => ({
  reference: "pi_1",
  status,
  asked: due,
  capturable: status === "authorized" ? due.amount - (parts.captured ?? 0) : 0,
  captured: status === "captured" ? due.amount : 0,
  declineCode: status === "failed" ? "generic_decline" : null,
  refunds: [],
  disputes: [],
  fees: [],
  capturesInParts: true,
  action: {},
  ...parts,
});

function syncAll(states: readonly ProviderPayment[], from: Known = opened, isWanted = true): Known {
  return states.reduce((payment, state) => {
    const { row, received } = decideSync(payment, state, isWanted);
    return { ...row, capturedAmount: payment.capturedAmount + received };
  }, from);
}

/** What a provider may say next. */
const next: Record<PaymentStatus, readonly PaymentStatus[]> = {
  pending: ["failed", "processing", "authorized", "captured", "canceled"],
  failed: ["pending", "failed", "processing", "authorized", "captured", "canceled"],
  processing: ["failed", "captured"],
  authorized: ["authorized", "captured", "canceled"],
  captured: [],
  canceled: [],
};

/** All that a provider says of a payment in the course of its life, which may not be over. */
const lives = fc
  .tuple(
    fc.array(fc.nat(5), { maxLength: 8 }),
    fc.constantFrom(due.amount, 900),
    fc.constantFrom("EUR", "USD"),
  )
  .map(([choices, amount, currency]) => {
    const asked = { amount, currency };
    const life = [told("pending", { asked })];
    let status: PaymentStatus = "pending";
    let captured = 0;
    for (const choice of choices) {
      const follow: readonly PaymentStatus[] = next[status];
      const reached = follow[choice % follow.length];
      if (!reached) break;
      if (reached === "authorized" && status === "authorized") captured += 100;
      if (reached === "captured") captured = choice % 2 ? amount : Math.max(captured, 200);
      if (reached === "canceled" && captured > 0) break;
      status = reached;
      life.push(
        told(status, { asked, captured, capturable: status === "authorized" ? amount - captured : 0 }),
      );
    }
    return life;
  });

const heard = lives.chain((life) =>
  fc.record({
    life: fc.constant(life),
    some: fc.array(fc.constantFrom(...life), { maxLength: 12 }),
    later: fc.array(fc.constantFrom(...life), { maxLength: 12 }),
  }),
);

/** What counts of an attempt: one without money has nothing to hold, whatever was held of it before. */
const essence = ({ status, capturedAmount, amount, currency, holdReason }: Known) => ({
  status,
  ...(status === "authorized" && { holdReason }),
  ...(capturedAmount > 0 && { capturedAmount, amount, currency, holdReason }),
});

describe("what a provider says of a payment", () => {
  test("ends the same in whatever order it is heard and however often, once it is over", () => {
    fc.assert(
      fc.property(heard, ({ life, some, later }) => {
        const last = life.at(-1);
        fc.pre(last !== undefined && next[last.status].length === 0);
        if (!last) return;
        expect(essence(syncAll([...some, last, ...later]))).toEqual(essence(syncAll(life)));
      }),
    );
  });

  test("is what its last word says, whatever was heard before that, and money never becomes less", () => {
    fc.assert(
      fc.property(heard, ({ life, some }) => {
        const [last] = life.slice(-1);
        if (!last) return;
        const before = syncAll(some);
        const after = syncAll([last], before);
        expect(after).toMatchObject({ status: last.status, capturedAmount: last.captured });
        expect(after.capturedAmount).toBeGreaterThanOrEqual(before.capturedAmount);
      }),
    );
  });

  test("changes nothing when it is heard again", () => {
    fc.assert(
      fc.property(heard, ({ some, life }) => {
        for (const state of life) {
          const once = syncAll([...some, state]);
          expect(syncAll([state], once)).toEqual(once);
        }
      }),
    );
  });

  test.each([
    ["amount_differs", { amount: 900, currency: "EUR" }],
    ["currency_differs", { amount: 1_000, currency: "USD" }],
  ] as const)("holds money that is not what was asked for: %s", (holdReason, asked) => {
    expect(syncAll([told("pending", { asked })])).toMatchObject({ ...due, holdReason: null });
    const held = syncAll([told("captured", { asked, captured: asked.amount })]);
    expect(held).toMatchObject({ status: "captured", ...asked, capturedAmount: asked.amount, holdReason });
    const accepted = { ...held, holdReason: null };
    expect(syncAll([told("captured", { asked, captured: asked.amount })], accepted)).toEqual(accepted);
  });

  test("is held for good once it was: it may fail in between, and come all the same", () => {
    const asked = { amount: 1_000, currency: "USD" };
    const words = [
      told("authorized", { asked }),
      told("failed", { asked }),
      told("captured", { asked, captured: 1_000 }),
    ];
    expect(syncAll(words)).toMatchObject({ status: "captured", holdReason: "currency_differs" });
  });

  test("ends what nobody waits for, unless it was paid", () => {
    const left = decideSync(opened, told("failed"), false);
    expect(left).toMatchObject({ row: { status: "canceled" }, isLeftOver: true });
    const paid = decideSync({ ...opened, status: "canceled" }, told("captured"), false);
    expect(paid).toMatchObject({ row: { status: "captured" }, received: due.amount, isLeftOver: false });
  });

  test("is found by what it is called once it is being paid", () => {
    const session = told("pending", { reference: "cs_1" });
    expect(syncAll([session])).toMatchObject({ reference: "cs_1" });
    expect(syncAll([session, told("captured"), session])).toMatchObject({ reference: "pi_1" });
  });
});
