import { beforeAll, describe, expect, test } from "bun:test";
import Stripe from "stripe";
import type { CaptureMode, PaymentMethod } from "../../db/enums.ts";
import {
  type KnownAttempt,
  type NewAttempt,
  type PaymentGateway,
  type ProviderPayment,
  ProviderRefused,
  ProviderUnavailable,
} from "../../server/core/payment-port.ts";
import { createStripeGateway, type StripeOptions } from "../../server/infra/stripe/gateway.ts";
import { eventually } from "../helpers/eventually.ts";

/** Whose Stripe it is. */
export type Account = Pick<StripeOptions, "secretKey" | "apiUrl">;

/**
 * What our gateway makes of Stripe, whoever speaks for it: our own server, so that it is known to speak as Stripe does, or
 * Stripe itself. Shoppers pay by the names of test cards, without a browser (https://docs.stripe.com/testing).
 */
export function expectStripe(name: string, account: () => Promise<Account>): void {
  let gateway: PaymentGateway;
  let stripe: Stripe;
  let secretKey: string;
  let apiUrl: string | undefined;

  beforeAll(async () => {
    ({ secretKey, apiUrl } = await account());
    gateway = createStripeGateway({ secretKey, apiUrl, webhookSecrets: [] });
    const { protocol, hostname, port } = new URL(apiUrl ?? "https://api.stripe.com");
    stripe = new Stripe(secretKey, {
      httpClient: Stripe.createFetchHttpClient(),
      telemetry: false,
      protocol: protocol === "http:" ? "http" : "https",
      host: hostname,
      port: port || "443",
    });
  });

  /** An attempt that the gateway has begun. */
  async function begin(method: PaymentMethod, capture: CaptureMode = "automatic") {
    const asked = newAttempt(method, capture);
    const begun = await gateway.begin(asked);
    const known: KnownAttempt = { id: asked.id, method, reference: begun.reference };
    return { asked, begun, known, read: () => gateway.read(known) };
  }

  /** What Stripe answers to the shopper; their card may be declined. */
  async function pay({ reference }: KnownAttempt, card: string): Promise<string> {
    const confirming = { payment_method: card, return_url: "https://shop.example/paid" };
    try {
      return (await stripe.paymentIntents.confirm(reference, confirming)).status;
    } catch (error) {
      if (error instanceof Stripe.errors.StripeCardError) return "declined";
      throw error;
    }
  }

  async function beginPaid(capture?: CaptureMode) {
    const attempt = await begin("embedded_form", capture);
    expect(await pay(attempt.known, "pm_card_visa")).toBe(
      capture === "manual" ? "requires_capture" : "succeeded",
    );
    return attempt;
  }

  describe(`${name}, beginning a payment`, () => {
    test("opens a form for it, once for a key", async () => {
      const { asked, begun } = await begin("embedded_form");
      expect(begun).toMatchObject({ ...nothingYet, status: "pending", asked: asked.due });
      expect(begun.reference).toStartWith("pi_");
      expect(begun.action.clientSecret).toStartWith(begun.reference);
      expect(await gateway.begin(asked)).toMatchObject({ reference: begun.reference, action: begun.action });
    });

    test("opens a page for it, once for a key", async () => {
      const { asked, begun, read } = await begin("hosted_page");
      expect(begun).toMatchObject({ ...nothingYet, status: "pending", asked: asked.due });
      expect(begun.action.redirectUrl).toStartWith("http");
      expect(await gateway.begin(asked)).toMatchObject({ reference: begun.reference, action: begun.action });
      expect(await read()).toMatchObject({ reference: begun.reference, status: "pending" });
    });

    test("does not take a key for anything else", async () => {
      const { asked } = await begin("embedded_form");
      const other = { ...asked, due: { ...asked.due, amount: asked.due.amount + 1 } };
      await expect(gateway.begin(other)).rejects.toThrow();
    });

    test("is refused for less than the least that can be paid", async () => {
      const asked = newAttempt("embedded_form", "automatic");
      const begun = gateway.begin({ ...asked, due: { amount: 0, currency: "EUR" } });
      await expect(begun).rejects.toBeInstanceOf(ProviderRefused);
    });
  });

  describe(`${name}, while its shopper pays`, () => {
    test("tells of money that came, and in time of what it keeps", async () => {
      const { asked, read } = await beginPaid();
      const paid = await eventually(read, ({ fees }) => fees.length > 0);
      expect(paid).toMatchObject({
        status: "captured",
        captured: asked.due.amount,
        asked: asked.due,
        action: {},
      });
      expect(paid.fees.every(({ amount }) => amount > 0)).toBe(true);
    });

    test.each([
      ["pm_card_visa_chargeDeclined", "generic_decline"],
      ["pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds"],
      ["pm_card_chargeDeclinedExpiredCard", "expired_card"],
    ])("tells why %s is declined, and lets another card pay", async (card, declineCode) => {
      const { asked, begun, known, read } = await begin("embedded_form");
      expect(await pay(known, card)).toBe("declined");
      expect(await read()).toMatchObject({
        ...nothingYet,
        status: "failed",
        declineCode,
        action: begun.action,
      });
      await pay(known, "pm_card_visa");
      expect(await read()).toMatchObject({ status: "captured", captured: asked.due.amount });
    });

    test("waits for what their bank wants to know", async () => {
      const { begun, known, read } = await begin("embedded_form");
      expect(await pay(known, "pm_card_authenticationRequired")).toBe("requires_action");
      expect(await read()).toMatchObject({ ...nothingYet, status: "pending", action: begun.action });
    });
  });

  describe(`${name}, ending a payment`, () => {
    test.each(["embedded_form", "hosted_page"] as const)(
      "ends an open %s, once and for all",
      async (method) => {
        const { known, read } = await begin(method);
        expect(await gateway.cancel(known)).toMatchObject({ status: "canceled", action: {} });
        expect(await gateway.cancel(known)).toMatchObject({ status: "canceled" });
        expect(await read()).toMatchObject({ ...nothingYet, status: "canceled" });
      },
    );

    test("leaves one that was paid as it is", async () => {
      const { asked, known } = await beginPaid();
      const paid = await gateway.cancel(known);
      expect(paid).toMatchObject({ status: "captured", captured: asked.due.amount });
    });
  });

  describe(`${name}, authorizing money`, () => {
    test("holds all of it, and lets go of it", async () => {
      const { asked, known, read } = await beginPaid("manual");
      expect(await read()).toMatchObject({ status: "authorized", capturable: asked.due.amount, captured: 0 });
      expect(await gateway.cancel(known)).toMatchObject({ status: "canceled", capturable: 0, captured: 0 });
    });

    test("takes a part of it for good, once for a key", async () => {
      const { asked, known, read } = await beginPaid("manual");
      const capture = {
        amount: 900,
        currency: asked.due.currency,
        final: true,
        key: `${asked.id}-900-final`,
      };
      const taken = { status: "captured", capturable: 0, captured: 900 };
      expect(await gateway.capture(known, capture)).toMatchObject(taken);
      expect(await gateway.capture(known, capture)).toMatchObject(taken);
      expect(await read()).toMatchObject(taken);
    });

    test("takes it part by part, where the account may", async () => {
      const { asked, known, read } = await beginPaid("manual");
      const { amount, currency } = asked.due;
      const part = { amount: 900, currency, final: false, key: `${asked.id}-900` };
      if (!(await read()).capturesInParts) {
        await expect(gateway.capture(known, part)).rejects.toBeInstanceOf(ProviderRefused);
        return;
      }
      const taken = { status: "authorized", captured: 900, capturable: amount - 900 };
      expect(await gateway.capture(known, part)).toMatchObject(taken);
      const rest = { amount: amount - 900, currency, final: true, key: `${asked.id}-${amount}-final` };
      expect(await gateway.capture(known, rest)).toMatchObject({ status: "captured", captured: amount });
      const { fees } = await eventually(read, (told) => told.fees.length > 1);
      expect(new Set(fees.map(({ reference }) => reference)).size).toBe(2);
    });

    test("takes no more than was authorized", async () => {
      const { asked, known } = await beginPaid("manual");
      const { amount, currency } = asked.due;
      const tooMuch = { amount: amount + 1, currency, final: true, key: `${asked.id}-too-much` };
      await expect(gateway.capture(known, tooMuch)).rejects.toBeInstanceOf(ProviderRefused);
    });
  });

  describe(`${name}, giving money back`, () => {
    test("gives some of it, once for a key, and tells of it by our id", async () => {
      const { asked, known, read } = await beginPaid();
      const refund = { id: newId("ref"), amount: 500, currency: asked.due.currency };
      const given = await gateway.refund(known, refund);
      expect(given).toMatchObject({ refundId: refund.id, status: "succeeded", amount: 500, failure: null });
      expect(await gateway.refund(known, refund)).toEqual(given);
      expect(await read()).toMatchObject({ captured: asked.due.amount, refunds: [given] });
    });

    test("gives no more than came", async () => {
      const { asked, known, read } = await beginPaid();
      const { amount, currency } = asked.due;
      const tooMuch = gateway.refund(known, { id: newId("ref"), amount: amount + 1, currency });
      await expect(tooMuch).rejects.toBeInstanceOf(ProviderRefused);
      await gateway.refund(known, { id: newId("ref"), amount, currency });
      const again = gateway.refund(known, { id: newId("ref"), amount: 1, currency });
      await expect(again).rejects.toBeInstanceOf(ProviderRefused);
      expect((await read()).refunds).toHaveLength(1);
    });

    test("tells when it is on its way", async () => {
      const { asked, known, read } = await begin("embedded_form");
      await pay(known, "pm_card_pendingRefund");
      const refund = { id: newId("ref"), ...asked.due };
      expect(await gateway.refund(known, refund)).toMatchObject({ status: "pending" });
      expect((await read()).refunds).toMatchObject([{ refundId: refund.id, amount: asked.due.amount }]);
    });
  });

  test(`${name} tells of a dispute, and of its end`, async () => {
    const { asked, known, read } = await begin("embedded_form");
    await pay(known, "pm_card_createDispute");
    const { captured, disputes } = await eventually(read, (told) => told.disputes.length > 0);
    const { amount } = asked.due;
    expect({ captured, disputes }).toMatchObject({
      captured: amount,
      disputes: [{ status: "open", amount }],
    });
    await stripe.disputes.close(disputes[0]?.reference ?? "");
    const over = await eventually(read, (told) => told.disputes.some(({ status }) => status !== "open"));
    expect(over.disputes).toMatchObject([{ status: "lost", amount }]);
  });

  test(`${name} knows nothing of what it never began`, async () => {
    const unknown = gateway.read({ id: newId("pay"), method: "embedded_form", reference: "pi_unknown" });
    await expect(unknown).rejects.toMatchObject({ code: "resource_missing" });
  });

  test(`${name} tells what it paid out`, async () => {
    const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000);
    expect(await gateway.payouts(yesterday, new Set())).toBeArray();
  });

  test(`${name} answers nobody with another key, which is for us to mend`, async () => {
    const other = createStripeGateway({ secretKey: "sk_test_other", apiUrl, webhookSecrets: [] });
    const begun = other.begin(newAttempt("embedded_form", "automatic"));
    await expect(begun).rejects.toBeInstanceOf(ProviderUnavailable);
  });
}

const nothingYet = {
  capturable: 0,
  captured: 0,
  refunds: [],
  disputes: [],
  fees: [],
} satisfies Partial<ProviderPayment>;

const newId = (prefix: string) => `${prefix}_${crypto.randomUUID().replaceAll("-", "")}`;

function newAttempt(method: PaymentMethod, capture: CaptureMode): NewAttempt {
  return {
    id: newId("pay"),
    orderId: newId("ord"),
    orderNumber: "10001",
    method,
    due: { amount: 2_599, currency: "EUR" },
    capture,
    email: "ada@example.com",
    returnUrl: "https://shop.example/orders/1",
  };
}
