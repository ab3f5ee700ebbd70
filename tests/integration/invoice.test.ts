import { describe, expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { brokenConstraint } from "../../db/errors.ts";
import { fulfillments, invoiceSeries, invoices, orderLines, orders } from "../../db/schema/index.ts";
import { newId } from "../../server/core/ids.ts";
import { readyCart } from "../../testing/carts.ts";
import { newCustomer } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newClock } from "../helpers/clock.ts";
import { newLogRecorder } from "../helpers/logs.ts";
import { refusalOf } from "../helpers/refusal.ts";

type Method = "cash_on_delivery" | "test_card";

/** A guest's order of three units at 10.00, paid unless told otherwise. */
async function newOrder(shop: TestShop, method: Method = "test_card", client = shop.client) {
  const { variantId } = await newProduct(shop.db);
  const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 3 }]);
  const { order, accessToken } = await client.order.place.mutate({ cartId, provider: "manual", method });
  return { id: order.id, number: order.number, accessToken: accessToken ?? "" };
}

const download = (shop: TestShop, path: string, headers: Record<string, string> = {}) =>
  shop.app(new Request(`http://shop.test${path}`, { headers }));

async function paperOf({ db }: TestShop, orderId: string) {
  const [invoice] = await db.select().from(invoices).where(eq(invoices.orderId, orderId));
  if (!invoice) throw new Error("There is no invoice");
  return invoice.paper;
}

describe("an invoice", () => {
  test("is issued when it is asked for first, and the same ever after", async () => {
    const clock = newClock(new Date("2030-06-01T12:00:00Z"));
    const shop = await createTestShop({ clock });
    const { number: _, ...order } = await newOrder(shop);
    const invoice = await shop.client.order.invoice.mutate(order);
    expect(invoice).toEqual({
      number: "2030-000001",
      issuedAt: clock.now(),
      url: `/orders/${order.id}/invoice.pdf?token=${order.accessToken}`,
    });
    const first = await download(shop, invoice.url);
    expect(first.headers.get("content-type")).toBe("application/pdf");
    expect(first.headers.get("content-disposition")).toBe('attachment; filename="invoice-2030-000001.pdf"');
    expect(first.headers.get("cache-control")).toBe("no-store");
    const file = await first.bytes();
    expect(Buffer.from(file).toString("latin1")).toStartWith("%PDF-");

    clock.advance(1000);
    await shop.db.update(orders).set({ email: "else@example.com" }).where(eq(orders.id, order.id));
    expect(await shop.client.order.invoice.mutate(order)).toEqual(invoice);
    expect(await (await download(shop, invoice.url)).bytes()).toEqual(file);
  });

  test("says who sold what to whom, for how much, with the taxes", async () => {
    const shop = await createTestShop({ clock: newClock(new Date("2030-06-01T12:00:00Z")) });
    const { number, ...order } = await newOrder(shop);
    await shop.client.order.invoice.mutate(order);
    expect(await paperOf(shop, order.id)).toEqual({
      seller: ["Bodega Ltd", "1 Harbour Street", "Dublin", "VAT ID IE1234567T"],
      buyer: ["Ada Lovelace", "12 St James's Square", "SW1Y 4JH London", "United Kingdom"],
      facts: [
        ["Date", "1 June 2030"],
        ["Order", number],
        ["Ordered", "1 June 2030"],
        ["Payment", "Test card"],
      ],
      lines: [
        { title: "Coffee", notes: [], quantity: "3", unitPrice: "10.00", tax: "No tax", amount: "30.00" },
        {
          title: "Shipping: Standard",
          notes: [],
          quantity: "1",
          unitPrice: "4.90",
          tax: "No tax",
          amount: "4.90",
        },
      ],
      sums: [
        ["Net", "34.90"],
        ["Tax", "0.00"],
        ["Total", "34.90"],
      ],
      taxes: [{ name: "No tax", net: "34.90", tax: "0.00", gross: "34.90" }],
      notes: ["Prices include tax."],
      currency: "EUR",
    });
  });

  test("leaves out what was canceled before", async () => {
    const shop = await createTestShop();
    const { number: _, ...order } = await newOrder(shop);
    await shop.db.update(orderLines).set({ canceledQuantity: 2 }).where(eq(orderLines.orderId, order.id));
    await shop.db.update(orders).set({ creditedAmount: 2_000 }).where(eq(orders.id, order.id));
    await shop.client.order.invoice.mutate(order);
    const { lines, sums } = await paperOf(shop, order.id);
    expect(lines[0]).toMatchObject({ quantity: "1", amount: "10.00" });
    expect(sums.at(-1)).toEqual(["Total", "14.90"]);
  });

  test("is not to be had until the order is paid or on its way", async () => {
    const shop = await createTestShop();
    const { number: _, ...order } = await newOrder(shop, "cash_on_delivery");
    const ask = () => shop.client.order.invoice.mutate(order);
    const notDue = { code: "INVOICE_UNAVAILABLE" as const, data: { reason: "not-due" } };
    expect(await refusalOf(ask())).toEqual(notDue);
    const now = new Date();
    const parcel = { id: newId("ful"), orderId: order.id, createdAt: now, updatedAt: now };
    await shop.db.insert(fulfillments).values({ ...parcel, status: "pending" });
    expect(await refusalOf(ask())).toEqual(notDue);
    expect(await shop.db.$count(invoiceSeries)).toBe(0);
    await shop.db.update(fulfillments).set({ status: "shipped", shippedAt: now });
    expect((await ask()).number).toEndWith("-000001");
  });

  test("is not issued by a shop that has not said who sells", async () => {
    const shop = await createTestShop({
      invoicing: { seller: undefined, printer: { print: async () => Buffer.alloc(0) } },
    });
    const { number: _, ...order } = await newOrder(shop);
    expect(await refusalOf(shop.client.order.invoice.mutate(order))).toEqual({
      code: "INVOICE_UNAVAILABLE",
      data: { reason: "no-seller" },
    });
  });
});

describe("the numbers of a year", () => {
  test("have no gap and no double, when fifty are issued at once, some of them twice", async () => {
    const shop = await createTestShop({ invoicing: plain() });
    const placed = [];
    for (let i = 0; i < 50; i++) placed.push(await newOrder(shop));
    const issued = await Promise.all(
      [...placed, ...placed.slice(0, 10)].map(({ id, accessToken }) =>
        shop.client.order.invoice.mutate({ id, accessToken }),
      ),
    );
    const numbers = issued.map(({ number }) => Number(number.split("-")[1]));
    expect(numbers.slice(0, 50).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, i) => i + 1),
    );
    expect(numbers.slice(50)).toEqual(numbers.slice(0, 10));
  });

  test("have no gap where one could not be written", async () => {
    const shop = await createTestShop({ invoicing: plain() });
    const [first, failing, last] = [await newOrder(shop), await newOrder(shop), await newOrder(shop)];
    const numberOf = async ({ id, accessToken }: typeof first) =>
      (await shop.client.order.invoice.mutate({ id, accessToken })).number.split("-")[1];
    expect(await numberOf(first)).toBe("000001");
    await shop.db.run(
      sql`create trigger refuse after insert on invoices begin select raise(abort, 'disk full'); end`,
    );
    expect((await refusalOf(numberOf(failing))).code).toBe("INTERNAL");
    await shop.db.run(sql`drop trigger refuse`);
    expect(await numberOf(last)).toBe("000002");
    expect(await numberOf(failing)).toBe("000003");
  });

  test("begin anew with each year", async () => {
    const clock = newClock(new Date("2030-12-31T23:59:00Z"));
    const shop = await createTestShop({ clock, invoicing: plain() });
    const [old, young] = [await newOrder(shop), await newOrder(shop)];
    const numberOf = async ({ id, accessToken }: typeof old) =>
      (await shop.client.order.invoice.mutate({ id, accessToken })).number;
    expect(await numberOf(old)).toBe("2030-000001");
    clock.advance(60_000);
    expect(await numberOf(young)).toBe("2031-000001");
  });
});

test("an invoice that could not be printed keeps its number, and is printed the next time", async () => {
  let broken = true;
  const print = async () => {
    if (broken) throw new Error("out of ink");
    return Buffer.from("%PDF-");
  };
  const shop = await createTestShop({ invoicing: { ...plain(), printer: { print } } });
  const { number: _, ...order } = await newOrder(shop);
  expect((await refusalOf(shop.client.order.invoice.mutate(order))).code).toBe("INTERNAL");
  broken = false;
  const { number, url } = await shop.client.order.invoice.mutate(order);
  expect(number).toEndWith("-000001");
  expect(await (await download(shop, url)).text()).toBe("%PDF-");
});

test("nothing of an invoice can be changed or deleted", async () => {
  const shop = await createTestShop({ invoicing: plain() });
  const { number: _, ...order } = await newOrder(shop);
  await shop.client.order.invoice.mutate(order);
  const broken = async (write: PromiseLike<unknown>) =>
    brokenConstraint(await Promise.resolve(write).catch((error) => error));
  expect(await broken(shop.db.update(invoices).set({ file: Buffer.from("x") }))).toBe("invoices_stay");
  expect(await broken(shop.db.update(invoices).set({ number: 7 }))).toBe("invoices_stay");
  expect(await broken(shop.db.delete(invoices))).toBe("invoices_are_kept");
});

describe("the file", () => {
  test("is for its buyer and staff who may read orders, and nobody else", async () => {
    const shop = await createTestShop({ invoicing: plain() });
    const customer = await newCustomer(shop);
    const order = await newOrder(shop, "test_card", customer.client);
    const { url } = await customer.client.order.invoice.mutate({ id: order.id });
    const statusFor = async (token?: string, query = "") =>
      (await download(shop, url + query, token ? { authorization: `Bearer ${token}` } : {})).status;

    expect(url).toBe(`/orders/${order.id}/invoice.pdf`);
    expect(await statusFor(customer.token)).toBe(200);
    const cookie = `bodega_session_dev=${customer.token}`;
    expect((await download(shop, url, { cookie })).status).toBe(200);
    expect(await statusFor((await newStaff(shop, { permissions: ["orders:read"] })).token)).toBe(200);
    const clerk = await newStaff(shop, { permissions: ["orders:write"] });
    expect((await clerk.client.admin.orders.issueInvoice.mutate({ id: order.id })).url).toBe(url);
    expect(await statusFor(clerk.token)).toBe(404);
    expect(await statusFor((await newCustomer(shop)).token)).toBe(404);
    expect(await statusFor()).toBe(404);
    expect(await statusFor(undefined, "?token=")).toBe(404);
    expect(await statusFor(undefined, `?token=${"x".repeat(32)}`)).toBe(404);
  });

  test("is not there before the invoice, and its token is in no log", async () => {
    const { logger, lines } = newLogRecorder();
    const shop = await createTestShop({ invoicing: plain(), logger });
    const { number: _, ...order } = await newOrder(shop);
    const path = `/orders/${order.id}/invoice.pdf?token=${order.accessToken}`;
    expect((await download(shop, path)).status).toBe(404);
    await shop.client.order.invoice.mutate(order);
    expect((await download(shop, path)).status).toBe(200);
    expect(JSON.stringify(lines())).toContain("invoice.pdf");
    expect(JSON.stringify(lines())).not.toContain(order.accessToken);
  });
});

/** What prints at once, where the print is not what is looked at. */
function plain() {
  return {
    seller: { name: "Bodega", address: ["Dublin"], vatId: undefined },
    printer: { print: async () => Buffer.from("%PDF-") },
  };
}
