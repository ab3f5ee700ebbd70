import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { type DatabaseHandle, openDatabase } from "../../../db/client.ts";
import { brokenConstraint } from "../../../db/errors.ts";
import { migrate, pendingMigrations } from "../../../db/migrate.ts";
import {
  apiKeys,
  auditEvents,
  idempotencyKeys,
  orders,
  outbox,
  stockLevels,
} from "../../../db/schema/index.ts";
import { readyCart } from "../../../testing/carts.ts";
import { clientWith } from "../../../testing/client.ts";
import { newCustomer, password } from "../../../testing/customers.ts";
import { newOrder as newSoldOrder } from "../../../testing/orders.ts";
import { newProduct } from "../../../testing/products.ts";
import { createTestShop } from "../../../testing/shop.ts";
import { newStaff } from "../../../testing/staff.ts";
import { expectAllToHold } from "../../helpers/invariants.ts";
import { refusalOf } from "../../helpers/refusal.ts";
import { startRemoteStore } from "../../helpers/sqld.ts";
import { happen, newOrder, watch } from "../../helpers/watching.ts";

describe("the same shop over a database server (sqld)", () => {
  let store: Awaited<ReturnType<typeof startRemoteStore>>;
  let database: DatabaseHandle;

  beforeAll(async () => {
    store = await startRemoteStore();
    database = store.database;
  });

  afterAll(() => store.stop());

  test("is migrated once", async () => {
    expect(await migrate(database.client)).toEqual([]);
    expect(await pendingMigrations(database.client)).toEqual([]);
  });

  test("sells, and takes a second order for the same cart as the first", async () => {
    const shop = await createTestShop({ database });
    const { variantId } = await newProduct(shop.db, { title: "Remote tea", amount: 450 });
    expect((await shop.client.catalog.products.query({ q: "remote" })).items.length).toBe(1);
    const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 2 }]);
    const place = () => shop.client.order.place.mutate({ cartId, provider: "manual" });
    const first = await place();
    expect(first.order.totals.total).toEqual({ amount: 1390, currency: "EUR" });
    expect(await place()).toEqual(first);
    const { id, accessToken } = { id: first.order.id, accessToken: first.accessToken ?? "" };
    expect(await shop.client.order.get.query({ id, accessToken })).toEqual(first.order);
  });

  test("does not oversell", async () => {
    const shop = await createTestShop({ database });
    const { variantId } = await newProduct(shop.db, { onHand: 3 });
    const carts = [];
    for (let i = 0; i < 8; i++) carts.push(await readyCart(shop, [{ variantId, quantity: 1 }]));
    const outcomes = await Promise.all(
      carts.map(({ id: cartId }) =>
        shop.client.order.place.mutate({ cartId, provider: "manual" }).then(
          () => "placed",
          (error) => error.code,
        ),
      ),
    );
    expect(outcomes.toSorted()).toEqual([...Array(5).fill("OUT_OF_STOCK"), ...Array(3).fill("placed")]);
    const levels = await shop.db.select().from(stockLevels).where(sql`variant_id = ${variantId}`);
    expect(levels).toMatchObject([{ onHand: 3, reserved: 3 }]);
  });

  test("sends what was owed once it came, and takes it back", async () => {
    const shop = await createTestShop({ database });
    const { client: staff } = await newStaff(shop);
    const { orders } = staff.admin;
    const { variantId } = await newProduct(shop.db, { onHand: 0, policy: "backorder" });
    const { order, mine } = await newSoldOrder(shop, [{ variantId, quantity: 2 }]);
    const { id } = order;
    expect(await refusalOf(orders.fulfill.mutate({ id }))).toEqual({
      code: "OUT_OF_STOCK",
      data: { variantId, available: 0 },
    });
    await staff.admin.inventory.adjust.mutate({ variantId, delta: 2, kind: "received", reason: "Delivery" });
    const { fulfillments } = await orders.fulfill.mutate({ id });
    const fulfillmentId = fulfillments[0]?.id ?? "";
    await orders.markShipped.mutate({ id, fulfillmentId });
    const lines = [{ lineId: order.lines[0]?.id ?? "", quantity: 1 }];
    const asked = await shop.client.order.requestReturn.mutate({ ...mine, lines, reason: "Too small" });
    await orders.approveReturn.mutate({ id: asked.id });
    const counted = lines.map(({ lineId }) => ({ lineId, sellable: 1 }));
    expect(
      await orders.receiveReturn.mutate({ id: asked.id, lines: counted, refundAmount: 0 }),
    ).toMatchObject({
      status: "received",
    });
    const replacement = await orders.exchange.mutate({
      returnId: asked.id,
      lines: [{ variantId, quantity: 1 }],
    });
    expect(replacement).toMatchObject({ paymentStatus: "paid", replacesId: id });
    const { version } = replacement;
    expect(
      await orders.edit.mutate({ id: replacement.id, version, add: [{ variantId, quantity: 1 }] }),
    ).toMatchObject({ paymentStatus: "partially_paid" });
    await expectAllToHold(shop.db);
  });

  test("tells those who watch an order, whoever wrote it, and issues invoices one after the other", async () => {
    const shop = await createTestShop({ database });
    const { lastEventId, ...order } = await newOrder(shop);
    const watcher = watch(shop.client, { ...order, lastEventId });
    for (let nth = 0; nth < 3; nth++) {
      await happen(
        nth === 1 ? openDatabase({ url: store.sqld.url }).db : shop.db,
        order.id,
        "confirmed",
        nth,
      );
      await shop.orderFeed.refresh();
    }
    await watcher.until(3);
    expect(watcher.events.map(({ details }) => details.note)).toEqual(["0", "1", "2"]);
    watcher.stop();

    const paid = [];
    for (let i = 0; i < 3; i++) paid.push(await newOrder(shop, "test_card"));
    const issued = await Promise.all(
      paid.map(({ id, accessToken }) => shop.client.order.invoice.mutate({ id, accessToken })),
    );
    const numbers = issued.map(({ number }) => Number(number.split("-")[1]));
    expect(numbers.toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
  });

  test("moves stock by its ledger, from several locations, and tells of what is low", async () => {
    const shop = await createTestShop({ database });
    const { inventory } = (await newStaff(shop)).client.admin;
    const { variantId } = await newProduct(shop.db, { onHand: 4 });
    const { id: locationId } = await inventory.saveLocation.mutate({ name: "Attic", priority: 1 });
    await inventory.adjust.mutate({ variantId, locationId, delta: 3, kind: "received", reason: "PO 17" });
    await inventory.setLevels.mutate({ variants: [{ variantId, lowStockThreshold: 2 }] });
    const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 6 }]);
    await shop.client.order.place.mutate({ cartId, provider: "manual" });
    const { items } = await inventory.levels.query({ locationId, lowOnly: true });
    expect(items).toMatchObject([{ variantId, onHand: 7, reserved: 6, available: 1 }]);
    const told = await shop.db.select().from(outbox).where(eq(outbox.topic, "stock.low"));
    expect(told).toMatchObject([{ payload: { variantId } }]);
    const levels = [{ variantId, onHand: 3 }];
    expect(await refusalOf(inventory.setLevels.mutate({ levels }))).toEqual({
      code: "OUT_OF_STOCK",
      data: { variantId, available: 0 },
    });
    expect(await refusalOf(inventory.adjust.mutate({ variantId, delta: -1, reason: "Lost" }))).toMatchObject({
      code: "OUT_OF_STOCK",
    });
    expect(
      await refusalOf(inventory.setLevels.mutate({ levels: [{ variantId, onHand: 9, expected: 5 }] })),
    ).toEqual({
      code: "STOCK_CHANGED",
      data: { levels: [{ variantId, locationId: "loc_default", onHand: 4 }] },
    });
    await expectAllToHold(shop.db);
  });

  test("names the rule that a write broke, as a local file does", async () => {
    const { variantId } = await newProduct(database.db, { onHand: 1 });
    const error = await database.db
      .update(stockLevels)
      .set({ reserved: 2 })
      .where(sql`variant_id = ${variantId}`)
      .catch((thrown) => thrown);
    expect(brokenConstraint(error)).toBe("stock_levels_not_oversold");
  });

  test("says that it is not ready while the server hangs, and is ready again afterwards", async () => {
    const { app } = await createTestShop({ database });
    const ready = async () => (await app(new Request("http://shop.test/readyz"))).status;
    store.sqld.signal("SIGSTOP");
    expect(await ready()).toBe(503);
    store.sqld.signal("SIGCONT");
    expect(await ready()).toBe(200);
  });

  test("closes an account with all that tells of it, and knows API keys until they are taken back", async () => {
    const shop = await createTestShop({ database });
    const owner = await newStaff(shop);
    const member = await newStaff(shop, "manager");
    const { customer, client, email } = await newCustomer(shop);
    const { variantId } = await newProduct(shop.db);
    const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 1 }]);
    const { order } = await client.order.place.mutate({ cartId, provider: "manual" });
    const wish = { name: "ERP", scopes: ["customers:read" as const], password };
    const { key, apiKey } = await owner.client.admin.apiKeys.create.mutate(wish);
    expect(await refusalOf(owner.client.admin.apiKeys.create.mutate(wish))).toMatchObject({
      code: "CONFLICT",
    });
    const { get } = clientWith(shop.app, key).admin.customers;
    expect(await get.query({ id: customer.id })).toMatchObject({ email, orders: 1 });

    const reply = { idempotencyKey: "tells-of-them" };
    await owner.client.admin.staff.invite.mutate({ email, role: "editor" }, reply);
    expect((await client.account.exportData.query()).orders).toMatchObject([{ id: order.id }]);
    expect(await client.account.deleteAccount.mutate({ password })).toEqual({ done: true });
    expect(await refusalOf(get.query({ id: customer.id }))).toMatchObject({ code: "NOT_FOUND" });
    const [row] = await shop.db.select().from(orders).where(eq(orders.id, order.id));
    expect(row).toMatchObject({ customerId: null, email: "deleted@invalid" });
    const answers = await shop.db.select().from(idempotencyKeys);
    expect(JSON.stringify(answers)).not.toContain(email);
    expect(answers.some((each) => each.key === reply.idempotencyKey)).toBe(false);
    const own = eq(auditEvents.subjectId, customer.id);
    const events = await shop.db.select().from(auditEvents).where(own);
    expect(events.at(-1)).toMatchObject({ type: "account-deleted", address: null, device: "" });

    await shop.db.update(apiKeys).set({ createdBy: member.customer.id }).where(eq(apiKeys.id, apiKey.id));
    await owner.client.admin.staff.remove.mutate({ customerId: member.customer.id });
    expect(await refusalOf(get.query({ id: customer.id }))).toMatchObject({ code: "UNAUTHENTICATED" });
  });

  test("refuses a cart that does not exist, and answers under an idempotency key once", async () => {
    const { client } = await createTestShop({ database });
    expect(await refusalOf(client.cart.get.query({ cartId: "cart_x" }))).toMatchObject({ code: "NOT_FOUND" });
    const create = () => client.cart.create.mutate({}, { idempotencyKey: "remote" });
    expect(await create()).toEqual(await create());
  });
});
