import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { orders, outbox } from "../../db/schema/index.ts";
import { readyCart } from "../../testing/carts.ts";
import { newCustomer } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import type { TestShop } from "../../testing/shop.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { newDesk, newSale } from "../helpers/sale.ts";

/** The ids of as many orders, one a minute, the oldest first. */
async function placeMany(desk: Awaited<ReturnType<typeof newDesk>>, count: number, client = desk.client) {
  const { variantId } = await newProduct(desk.db, { publishedAt: new Date(0) });
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    desk.clock.advance(60_000);
    const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 1 }]);
    ids.push((await client.order.place.mutate({ cartId, provider: "manual" })).order.id);
  }
  return ids;
}

const mailTo = ({ mails }: Pick<TestShop, "mails">, address: string) =>
  mails.filter(({ to }) => to === address);

describe("the list of all orders", () => {
  test("is walked from the newest to the oldest, each order once", async () => {
    const desk = await newDesk();
    const ids = await placeMany(desk, 5);
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await desk.staff.list.query({ limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(ids.toReversed());
    expect(await refusalOf(desk.staff.list.query({ cursor: "nonsense" }))).toMatchObject({
      code: "BAD_REQUEST",
    });
  });

  test("has those that a filter leaves", async () => {
    const desk = await newDesk();
    const buyer = await newCustomer(desk);
    const [first = "", second = "", third = ""] = [
      ...(await placeMany(desk, 2)),
      ...(await placeMany(desk, 1, buyer.client)),
    ];
    await desk.staff.markPaid.mutate({ id: first });
    const middle = (await desk.staff.get.query({ id: second })).placedAt;
    await desk.staff.cancel.mutate({ id: second });
    const { number } = await desk.staff.get.query({ id: third });
    const found = async (filter: Parameters<typeof desk.staff.list.query>[0]) =>
      (await desk.staff.list.query(filter)).items.map(({ id }) => id);
    expect(await found({ status: "canceled" })).toEqual([second]);
    expect(await found({ paymentStatus: "paid" })).toEqual([first]);
    expect(await found({ fulfillmentStatus: "unfulfilled" })).toEqual([third, first]);
    expect(await found({ status: "confirmed", paymentStatus: "pending" })).toEqual([third]);
    expect(await found({ customerId: buyer.customer.id })).toEqual([third]);
    expect(await found({ from: middle })).toEqual([third, second]);
    expect(await found({ to: middle })).toEqual([first]);
    expect(await found({ q: number.slice(0, 7).toLowerCase() })).toEqual([third]);
    expect(await found({ q: "ADA@" })).toEqual([third, second, first]);
    expect(await found({ q: "%" })).toEqual([]);
  });
});

describe("an order's timeline", () => {
  test("shows notes to staff, with who wrote them, and not to the buyer", async () => {
    const { staff, id, events } = await newSale([{ quantity: 1 }]);
    const { timeline, version } = await staff.addNote.mutate({ id, note: "Rang the bell" });
    expect(timeline.at(-1)).toMatchObject({
      type: "note",
      audience: "staff",
      details: { note: "Rang the bell" },
      actorId: expect.stringMatching(/^key_/),
    });
    expect(version).toBe(2);
    expect(await events()).toEqual(["placed", "confirmed"]);
  });

  test("is not found without the token", async () => {
    const { client, id } = await newSale([{ quantity: 1 }]);
    expect(await refusalOf(client.order.timeline.query({ id }))).toEqual({ code: "NOT_FOUND", data: {} });
  });
});

test("a customer lists their own orders alone", async () => {
  const desk = await newDesk();
  const [eve, mallory] = [await newCustomer(desk), await newCustomer(desk)];
  const ids = await placeMany(desk, 3, eve.client);
  await placeMany(desk, 1, mallory.client);
  const first = await eve.client.order.list.query({ limit: 2 });
  const rest = await eve.client.order.list.query({ limit: 2, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids.toReversed());
  expect(rest.nextCursor).toBeNull();
  expect(await refusalOf(mallory.client.order.get.query({ id: ids[0] ?? "" }))).toMatchObject({
    code: "NOT_FOUND",
  });
});

describe("whoever looks for an order", () => {
  test("gets the way to it by mail, at the address it was ordered with", async () => {
    const sale = await newSale([{ quantity: 1 }]);
    const { client, order, held, deliver } = sale;
    await deliver();
    const number = order.number.toLowerCase().replace("-", " ");
    expect(await client.order.lookup.mutate({ number, email: "ADA@example.com" })).toEqual({ sent: true });
    await deliver();
    const mails = mailTo(sale, "ada@example.com");
    expect(mails.length).toBe(2);
    expect(mails[1]?.text).toContain(held.accessToken);
  });

  test("is told the same whatever there is, and nobody is mailed what is not theirs", async () => {
    const sale = await newSale([{ quantity: 1 }]);
    const { client, order, deliver, db, mails } = sale;
    await deliver();
    const before = mails.length;
    for (const input of [
      { number: order.number, email: "mallory@example.com" },
      { number: "00000-00000", email: "ada@example.com" },
    ]) {
      expect(await client.order.lookup.mutate(input)).toEqual({ sent: true });
      expect((await db.select().from(outbox)).length).toBe(1);
      await deliver();
    }
    expect(mails.length).toBe(before);
    expect(await db.select().from(outbox)).toEqual([]);
  });

  test("may not ask as often as they like", async () => {
    const { client } = await newDesk();
    const ask = () => client.order.lookup.mutate({ number: "00000-00000", email: "ada@example.com" });
    for (let i = 0; i < 5; i++) await ask();
    expect(await refusalOf(ask())).toMatchObject({ code: "RATE_LIMITED" });
  });
});

test("nobody is mailed about an order whose buyer's account is gone", async () => {
  const { db, staff, id, deliver, mails } = await newSale([{ quantity: 1 }], "test_card");
  await deliver();
  await db.update(orders).set({ email: "deleted@invalid" }).where(eq(orders.id, id));
  const before = mails.length;
  await staff.cancel.mutate({ id });
  await deliver();
  expect(mails.length).toBe(before);
});
