import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { markets, orderLines, orders, prices, stockLevels, variants } from "../../db/schema/index.ts";
import type { TaxRequest } from "../../server/core/ports.ts";
import { newOrder } from "../../testing/orders.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { deliver } from "../helpers/after-sale.ts";
import { readTables } from "../helpers/dump.ts";
import { refusalOf } from "../helpers/refusal.ts";

const eur = (amount: number) => ({ amount, currency: "EUR" });

/** A guest's order of three cups of 10.00 EUR and shipping of 4.90, not sent, of a shop that has ten. */
async function shopWithOrder(
  method: "test_card" | "cash_on_delivery" = "test_card",
  parts: Parameters<typeof createTestShop>[0] = {},
) {
  const shop = await createTestShop(parts);
  const { variantId } = await newProduct(shop.db, { onHand: 10 });
  const { order, mine } = await newOrder(shop, [{ variantId, quantity: 3 }], method);
  const { client: staff } = await newStaff(shop);
  const lineId = order.lines[0]?.id ?? "";
  const version = async () => (await staff.admin.orders.get.query({ id: order.id })).version;
  type Edit = Omit<Parameters<typeof staff.admin.orders.edit.mutate>[0], "id" | "version">;
  const edit = async (changes: Edit) =>
    staff.admin.orders.edit.mutate({ id: order.id, version: await version(), ...changes });
  const reserved = async () =>
    (await shop.db.select().from(stockLevels).where(eq(stockLevels.variantId, variantId)))[0]?.reserved;
  const setTo = (quantity: number): Edit => ({ set: [{ lineId, quantity }] });
  return { ...shop, shop, variantId, order, mine, staff, lineId, version, edit, reserved, setTo };
}

describe("an edit of an order that was not sent", () => {
  test("to less lets the stock go and gives the exact share back", async () => {
    const { edit, setTo, reserved } = await shopWithOrder();
    expect(await edit(setTo(1))).toMatchObject({
      status: "confirmed",
      lines: [{ quantity: 3, canceledQuantity: 2 }],
      totals: { total: eur(3490) },
      credited: eur(2000),
      owed: eur(0),
      refunds: [{ amount: eur(2000) }],
    });
    expect(await reserved()).toBe(1);
  });

  test("to more is a new line at today's price, whose difference is asked for", async () => {
    const { db, edit, setTo, reserved, variantId } = await shopWithOrder();
    await db.update(prices).set({ amount: 1200 }).where(eq(prices.variantId, variantId));
    expect(await edit(setTo(5))).toMatchObject({
      lines: [
        { quantity: 3, unitPrice: eur(1000) },
        { variantId, quantity: 2, unitPrice: eur(1200) },
      ],
      totals: { subtotal: eur(5400), total: eur(5890) },
      paymentStatus: "partially_paid",
      owed: eur(2400),
      payments: [
        { method: "bank_transfer", status: "pending", amount: eur(2400) },
        { method: "test_card", status: "captured" },
      ],
    });
    expect(await reserved()).toBe(5);
  });

  test("of an order that waits for its payment changes what is asked for", async () => {
    const { db, edit, setTo } = await shopWithOrder("cash_on_delivery");
    const { variantId } = await newProduct(db, { amount: 250 });
    expect((await edit({ add: [{ variantId, quantity: 2 }] })).payments).toMatchObject([
      { method: "cash_on_delivery", status: "pending", amount: eur(3990) },
    ]);
    expect((await edit(setTo(1))).payments).toMatchObject([{ status: "pending", amount: eur(1990) }]);
  });

  test("pays for what is added with what is taken out", async () => {
    const { db, edit, lineId } = await shopWithOrder();
    const { variantId } = await newProduct(db, { amount: 2500 });
    const edited = await edit({ set: [{ lineId, quantity: 0 }], add: [{ variantId, quantity: 1 }] });
    expect(edited).toMatchObject({ credited: eur(3000), owed: eur(0), refunds: [{ amount: eur(500) }] });
    expect(edited.totals.total).toEqual(eur(5990));
  });

  test("may put a variant's own units back into another line of it", async () => {
    const { db, edit, setTo, variantId, reserved } = await shopWithOrder();
    await db.update(stockLevels).set({ onHand: 3 }).where(eq(stockLevels.variantId, variantId));
    await edit({ ...setTo(0), add: [{ variantId, quantity: 3 }] });
    expect(await reserved()).toBe(3);
  });

  test("taxes what is added by today's rates", async () => {
    const { db, edit, staff } = await shopWithOrder();
    await staff.admin.tax.saveRates.mutate({ country: "GB", rates: [{ name: "VAT", basisPoints: 2000 }] });
    const { variantId } = await newProduct(db, { amount: 1200 });
    const { lines, totals } = await edit({ add: [{ variantId, quantity: 1 }] });
    expect(lines.at(-1)?.tax).toEqual(eur(200));
    expect(totals).toMatchObject({ tax: eur(200), total: eur(4690) });
  });

  test("taxes what is added as a calculator of taxes says", async () => {
    const taxes = [{ name: "City tax", rate: 10_000, amount: 7 }];
    const assess = async ({ items }: TaxRequest) => ({
      items: new Map(items.map(({ id }) => [id, taxes])),
      shipping: [],
    });
    const { variantId, edit } = await shopWithOrder("test_card", { taxCalculator: { assess } });
    const { lines } = await edit({ add: [{ variantId, quantity: 1 }] });
    expect(lines.at(-1)?.taxes).toMatchObject([{ name: "City tax", amount: eur(7) }]);
  });
});

test("an edit adds taxes to prices that come without, and refuses prices that hold them otherwise by now", async () => {
  const shop = await createTestShop();
  const { client: staff } = await newStaff(shop);
  await staff.admin.tax.saveRates.mutate({ country: "GB", rates: [{ name: "VAT", basisPoints: 2000 }] });
  await shop.db.update(markets).set({ pricesIncludeTax: false });
  const { variantId } = await newProduct(shop.db, { amount: 999 });
  const { order } = await newOrder(shop, [{ variantId, quantity: 1 }]);
  const edited = await staff.admin.orders.edit.mutate({
    id: order.id,
    version: 1,
    add: [{ variantId, quantity: 2 }],
  });
  const added = { subtotal: eur(1998), tax: eur(400), total: eur(2398) };
  expect(edited.lines.at(-1)).toMatchObject(added);
  expect(edited.totals.total.amount).toBe(order.totals.total.amount + 2398);
  await shop.db.update(markets).set({ pricesIncludeTax: true });
  const { id, version } = edited;
  const again = staff.admin.orders.edit.mutate({ id, version, add: [{ variantId, quantity: 1 }] });
  expect(await refusalOf(again)).toMatchObject({ code: "BAD_REQUEST", data: { issues: [{ path: "add" }] } });
});

describe("an edit is refused, and nothing changes,", () => {
  type Context = Awaited<ReturnType<typeof shopWithOrder>>;
  type Case = [why: string, refusal: object, edit: (context: Context) => Promise<unknown>];
  test.each<Case>([
    [
      "of another version",
      { code: "VERSION_CONFLICT", data: { current: 1 } },
      ({ staff, order, lineId }) =>
        staff.admin.orders.edit.mutate({ id: order.id, version: 7, set: [{ lineId, quantity: 1 }] }),
    ],
    [
      "beyond the stock",
      { code: "OUT_OF_STOCK", data: { available: 7 } },
      ({ edit, setTo }) => edit(setTo(11)),
    ],
    [
      "of another order's line",
      { code: "NOT_FOUND" },
      ({ edit }) => edit({ set: [{ lineId: "oline_none", quantity: 1 }] }),
    ],
    [
      "for a variant that there is not",
      { code: "NOT_FOUND" },
      ({ edit }) => edit({ add: [{ variantId: "var_none", quantity: 1 }] }),
    ],
    [
      "that leaves nothing",
      { code: "BAD_REQUEST", data: { issues: [{ path: "set" }] } },
      ({ edit, setTo }) => edit(setTo(0)),
    ],
    [
      "that changes nothing",
      { code: "BAD_REQUEST", data: { issues: [{ path: "" }] } },
      ({ edit }) => edit({}),
    ],
    [
      "that names a line twice",
      { code: "BAD_REQUEST", data: { issues: [{ path: "set.1.lineId" }] } },
      ({ edit, lineId }) =>
        edit({
          set: [
            { lineId, quantity: 1 },
            { lineId, quantity: 2 },
          ],
        }),
    ],
  ])("%s", async (_, refusal, call) => {
    const context = await shopWithOrder();
    const before = await readTables(context.shop);
    expect(await refusalOf(call(context))).toMatchObject(refusal);
    expect(await readTables(context.shop)).toEqual(before);
  });

  test("that was made already, sent again without a key", async () => {
    const { shop, staff, order, setTo } = await shopWithOrder();
    const again = () => staff.admin.orders.edit.mutate({ id: order.id, version: 1, ...setTo(1) });
    await again();
    const before = await readTables(shop);
    expect(await refusalOf(again())).toEqual({ code: "VERSION_CONFLICT", data: { current: 2 } });
    expect(await readTables(shop)).toEqual(before);
  });

  test("of units that were sent", async () => {
    const { shop, order, lineId, edit, setTo } = await shopWithOrder();
    await deliver(shop, order.id, [{ lineId, quantity: 2 }]);
    const before = await readTables(shop);
    expect(await refusalOf(edit(setTo(1)))).toEqual({
      code: "UNITS_UNAVAILABLE",
      data: { lineId, available: 1 },
    });
    expect(await readTables(shop)).toEqual(before);
    expect((await edit(setTo(2))).lines).toMatchObject([{ canceledQuantity: 1, fulfilledQuantity: 2 }]);
  });

  test("of an order that is completed", async () => {
    const { shop, order, lineId, edit, setTo } = await shopWithOrder();
    await deliver(shop, order.id, [{ lineId, quantity: 3 }]);
    expect(await refusalOf(edit(setTo(4)))).toEqual({
      code: "INVALID_TRANSITION",
      data: { from: "completed", to: "edited" },
    });
  });

  test("beyond what one order may have of a variant, the units it has included", async () => {
    const { db, edit, setTo, variantId } = await shopWithOrder();
    await db.update(variants).set({ maxPerOrder: 4 }).where(eq(variants.id, variantId));
    expect(await refusalOf(edit(setTo(5)))).toEqual({
      code: "QUANTITY_LIMIT",
      data: { variantId, max: 4 },
    });
  });
});

test("of an edit and a fulfillment of the same units at once one is done, and the other not in part", async () => {
  for (let round = 0; round < 4; round++) {
    const { shop, order, lineId, edit, setTo, reserved, staff } = await shopWithOrder();
    const [edited, fulfilled] = await Promise.allSettled([
      edit(setTo(1)),
      staff.admin.orders.fulfill.mutate({ id: order.id, lines: [{ lineId, quantity: 3 }] }),
    ]);
    const isSent = fulfilled.status === "fulfilled";
    expect(edited.status).toBe(isSent ? "rejected" : "fulfilled");
    const [line] = await shop.db.select().from(orderLines).where(eq(orderLines.id, lineId));
    expect(line).toMatchObject({ fulfilledQuantity: isSent ? 3 : 0, canceledQuantity: isSent ? 0 : 2 });
    const [row] = await shop.db.select().from(orders).where(eq(orders.id, order.id));
    expect(row?.creditedAmount).toBe(isSent ? 0 : 2000);
    expect(await reserved()).toBe(isSent ? 0 : 1);
  }
});

test("the difference of an edit is marked as paid like any payment", async () => {
  const { staff, edit, setTo, order } = await shopWithOrder();
  await edit(setTo(4));
  const paid = await staff.admin.orders.markPaid.mutate({ id: order.id });
  expect(paid).toMatchObject({ paymentStatus: "paid", owed: eur(0), status: "confirmed" });
});

test("of two edits of one version at once one is done", async () => {
  const { edit, setTo, reserved } = await shopWithOrder();
  const outcomes = await Promise.allSettled([edit(setTo(1)), edit(setTo(2))]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect([1, 2]).toContain((await reserved()) ?? 0);
});
