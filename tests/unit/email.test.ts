import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { html } from "../../server/modules/email/html.ts";
import { orderConfirmation } from "../../server/modules/email/order-confirmation.ts";
import { cancellationMail, shippingMail } from "../../server/modules/email/order-notices.ts";
import type { Order } from "../../server/modules/order/schema.ts";
import { address } from "../../testing/carts.ts";

const eur = (amount: number) => ({ amount, currency: "EUR" });

const order: Order = {
  id: "ord_1",
  number: "7K3MQ-9Q2XB",
  status: "confirmed",
  paymentStatus: "pending",
  fulfillmentStatus: "unfulfilled",
  market: "default",
  currency: "EUR",
  email: "ada@example.com",
  lines: [
    {
      id: "oline_1",
      variantId: "var_1",
      productSlug: "coffee",
      title: "Coffee",
      variantTitle: "250 g",
      sku: "C-250",
      image: null,
      quantity: 2,
      fulfilledQuantity: 0,
      canceledQuantity: 0,
      returnedQuantity: 0,
      refundedQuantity: 0,
      returnableQuantity: 0,
      attributes: {},
      requiresShipping: true,
      unitPrice: eur(1000),
      subtotal: eur(2000),
      discount: eur(0),
      adjustments: [],
      tax: eur(0),
      taxes: [],
      total: eur(2000),
    },
  ],
  totals: { subtotal: eur(2000), discount: eur(0), shipping: eur(490), tax: eur(0), total: eur(2490) },
  shippingAddress: address,
  billingAddress: address,
  shippingOption: { id: "ship_standard", name: "Standard", price: eur(490) },
  shipping: {
    subtotal: eur(490),
    discount: eur(0),
    adjustments: [],
    tax: eur(0),
    taxes: [],
    total: eur(490),
  },
  promotions: [],
  taxes: [],
  taxIncluded: true,
  taxRelief: null,
  vatId: null,
  payments: [],
  replacesId: null,
  refunds: [],
  fulfillments: [],
  credited: eur(0),
  owed: eur(2490),
  expiresAt: null,
  placedAt: new Date(0),
};

describe("markup", () => {
  test("escapes every value, and none twice", () => {
    const list = ["a & b", "<c>"].map((item) => html`<li>${item}</li>`);
    expect(html`<ul title="${'"'}">${list}</ul>`.source).toBe(
      '<ul title="&quot;"><li>a &amp; b</li><li>&lt;c&gt;</li></ul>',
    );
  });

  test("lets nothing out of where it was put", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(html`${value}`.source).not.toMatch(/[<>"']/);
      }),
    );
  });
});

describe("the confirmation of an order", () => {
  test("says what was bought, for how much, where it goes and how to see it again", () => {
    const mail = orderConfirmation(order, { accessToken: "t0ken", link: undefined });
    expect(mail.subject).toBe("Your order 7K3MQ-9Q2XB");
    for (const body of [mail.text, mail.html]) {
      expect(body).toContain("2 × Coffee, 250 g (C-250)");
      for (const amount of ["20.00 EUR", "4.90 EUR", "24.90 EUR"]) expect(body).toContain(amount);
      expect(body).toContain("Ada Lovelace");
      expect(body).toContain("SW1Y 4JH London");
      expect(body).toContain("ord_1");
      expect(body).toContain("t0ken");
      expect(body).not.toMatch(/Discount|Tax|undefined|null|\[object/);
    }
  });

  test("shows what people typed as text, on one line", () => {
    const script = "<script>alert(1)</script>";
    const [line] = order.lines;
    const mail = orderConfirmation(
      {
        ...order,
        lines: line ? [{ ...line, title: script }] : [],
        shippingAddress: { ...address, firstName: "Ada\r\n\r\nAccess token: eve", company: script },
        shippingOption: order.shippingOption && { ...order.shippingOption, name: script },
      },
      { accessToken: "t0ken", link: undefined },
    );
    expect(mail.html).not.toContain("<script");
    expect(mail.text.match(/^Access token: /gm)?.length).toBe(1);
  });

  test("says how it is to be paid where it is, though nothing waits for that", () => {
    const again = { accessToken: null, link: undefined };
    const payment = {
      id: "pay_1",
      provider: "manual",
      method: "bank_transfer",
      status: "pending",
      amount: eur(2490),
      declineCode: null,
      holdReason: null,
    } as const;
    const toTransfer = { ...order, payments: [payment] };
    expect(orderConfirmation(toTransfer, again).text).toContain(
      "24.90 EUR is still to be paid. Please transfer it, and give 7K3MQ-9Q2XB as the reference.",
    );
    const paid = { ...toTransfer, owed: eur(0) };
    const onItsWay = { ...order, payments: [{ ...payment, status: "authorized" as const }] };
    for (const each of [paid, onItsWay]) {
      expect(orderConfirmation(each, again).text).not.toContain("to be paid");
    }
  });

  test("leads to the storefront where there is one, without asking anybody to copy keys", () => {
    const link = "https://shop.example/order#id=ord_1&accessToken=t0ken";
    const mail = orderConfirmation(order, { accessToken: "t0ken", link });
    expect(mail.text).toContain(`\n${link}\n`);
    expect(mail.text).not.toContain("Access token:");
    expect(mail.html).toContain(`<a href="https://shop.example/order#id=ord_1&amp;accessToken=t0ken">`);
  });
});

describe("a mail about what became of an order", () => {
  const again = { accessToken: null, link: undefined };
  const lines = [{ lineId: "oline_1", quantity: 1 }];

  test("says what it is about, and how it can be followed", () => {
    const tracking = { carrier: "Post", number: "RR123", url: "https://post.example/RR123" };
    const dates = { shippedAt: new Date(0), deliveredAt: null, createdAt: new Date(0) };
    const mail = shippingMail(order, again, { id: "ful_1", status: "shipped", lines, tracking, ...dates });
    expect(mail.text).toContain(
      "on its way to you with Post, under the number RR123:\n\n1 × Coffee, 250 g (C-250)",
    );
    expect(mail.html).toContain('<a href="https://post.example/RR123">');
  });

  test("takes what people wrote for text, in one line", () => {
    const reason = "<b>Sold\n\nout</b>";
    const mail = cancellationMail(order, again, { lines, reason });
    expect(mail.subject).toBe("Canceled: a part of your order 7K3MQ-9Q2XB");
    expect(mail.text).toContain("The reason: <b>Sold out</b>");
    expect(mail.html).toContain("The reason: &lt;b&gt;Sold out&lt;/b&gt;");
  });

  test("that waits for its payment says how much, until when and with which reference", () => {
    const pending: Order = { ...order, status: "pending", expiresAt: new Date(0) };
    expect(orderConfirmation(pending, again).text).toContain(
      "We hold this for you until 1970-01-01 00:00 UTC, and send it once 24.90 EUR has come. If you pay by bank transfer, give 7K3MQ-9Q2XB as the reference.",
    );
    const paid = orderConfirmation({ ...order, owed: eur(0) }, again, "confirmed");
    expect(paid.text).toContain("Thank you. Your payment has come, and your order is confirmed.");
    const authorized = orderConfirmation(order, again, "confirmed");
    expect(authorized.text).toContain("Thank you. Your order is confirmed.");
  });
});
