import { describe, expect, test } from "bun:test";
import { desc, eq } from "drizzle-orm";
import type { Input } from "../../client-sdk/src/index.ts";
import { auditEvents, outbox, variants } from "../../db/schema/index.ts";
import type { Mail } from "../../server/core/ports.ts";
import { createSmtpMailer } from "../../server/infra/smtp-mailer.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newClock } from "../helpers/clock.ts";
import { readTables } from "../helpers/dump.ts";
import { newLocation, setStock } from "../helpers/factories.ts";
import { expectAllToHold } from "../helpers/invariants.ts";
import { newLogRecorder } from "../helpers/logs.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { startSmtpServer } from "../helpers/smtp.ts";

const tenMinutes = 10 * 60_000;

async function newWarehouse(overrides: Parameters<typeof createTestShop>[0] = {}) {
  const shop = await createTestShop(overrides);
  const { client, customer } = await newStaff(shop, { permissions: ["inventory:read", "inventory:write"] });
  const { inventory } = client.admin;
  const level = async (variantId: string) => (await inventory.levels.query({ variantId })).items[0];
  const buy = async (variantId: string, quantity: number) => {
    const { id: cartId } = await readyCart(shop, [{ variantId, quantity }]);
    return shop.client.order.place.mutate({ cartId, provider: "manual" });
  };
  return { shop, db: shop.db, inventory, level, buy, staffId: customer.id };
}

async function newestEvent({ db }: TestShop) {
  const [event] = await db.select().from(auditEvents).orderBy(desc(auditEvents.id)).limit(1);
  return { type: event?.type, subjectId: event?.subjectId, details: event?.details };
}

const issue = (path: string, message: string) => ({
  code: "BAD_REQUEST" as const,
  data: { issues: [{ path, message }] },
});

describe("levels", () => {
  test("tell what there is of a variant, where it is and what orders hold", async () => {
    const { db, level, buy } = await newWarehouse();
    const { variantId, productId } = await newProduct(db, { title: "Tea", sku: "TEA", onHand: 7 });
    await newLocation(db, { id: "loc_attic", priority: 1 });
    await setStock(db, variantId, { onHand: 2, locationId: "loc_attic" });
    await buy(variantId, 3);
    expect(await level(variantId)).toEqual({
      variantId,
      sku: "TEA",
      variantTitle: "Default",
      productId,
      productTitle: "Tea",
      policy: "deny",
      onHand: 9,
      reserved: 3,
      available: 6,
      lowStockThreshold: null,
      locations: [
        { locationId: "loc_attic", onHand: 2, reserved: 0 },
        { locationId: "loc_default", onHand: 7, reserved: 3 },
      ],
    });
  });

  test("say nothing of what is not counted, and below zero of what is owed", async () => {
    const { db, level, buy } = await newWarehouse();
    const song = await newProduct(db, { policy: "untracked", onHand: 0 });
    expect(await level(song.variantId)).toMatchObject({ available: null, locations: [] });
    const owed = await newProduct(db, { policy: "backorder", onHand: 1 });
    await buy(owed.variantId, 3);
    expect(await level(owed.variantId)).toMatchObject({ onHand: 1, reserved: 3, available: -2 });
  });

  test("are found by words of the product, by SKU and barcode, by location, and where they are low", async () => {
    const { db, inventory } = await newWarehouse();
    const tea = await newProduct(db, { title: "Green tea", sku: "GT-1", onHand: 3 });
    const cup = await newProduct(db, { title: "Cup for tea", status: "draft", onHand: 5 });
    await newProduct(db, { title: "Kettle", policy: "untracked" });
    await db.update(variants).set({ barcode: "4006381333931" }).where(eq(variants.id, cup.variantId));
    await newLocation(db, { id: "loc_attic" });
    await setStock(db, cup.variantId, { onHand: 1, locationId: "loc_attic" });
    await inventory.setLevels.mutate({
      variants: [
        { variantId: tea.variantId, lowStockThreshold: 3 },
        { variantId: cup.variantId, lowStockThreshold: 5 },
      ],
    });
    const found = async (input: Input<"admin.inventory.levels">) =>
      (await inventory.levels.query(input)).items.map(({ productTitle }) => productTitle);
    expect(await found({})).toEqual(["Green tea", "Cup for tea", "Kettle"]);
    expect(await found({ q: "tea" })).toEqual(["Green tea", "Cup for tea"]);
    expect(await found({ q: "gt-1" })).toEqual(["Green tea"]);
    expect(await found({ q: "4006381333931" })).toEqual(["Cup for tea"]);
    expect(await found({ q: "?!" })).toEqual([]);
    expect(await found({ locationId: "loc_attic" })).toEqual(["Cup for tea"]);
    expect(await found({ locationId: "loc_attic", q: "green" })).toEqual([]);
    expect(await found({ lowOnly: true })).toEqual(["Green tea"]);
    expect(await found({ lowOnly: true, q: "cup" })).toEqual([]);
    expect(await found({ variantId: cup.variantId, locationId: "loc_default" })).toEqual(["Cup for tea"]);
    expect(await found({ variantId: "var_none" })).toEqual([]);
  });

  test("come page by page, each variant once", async () => {
    const { db, inventory } = await newWarehouse();
    for (let n = 0; n < 5; n++) await newProduct(db, { title: `Tea ${n}` });
    for (const by of [{}, { locationId: "loc_default" }, { q: "tea" }]) {
      const titles: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await inventory.levels.query({ ...by, limit: 2, ...(cursor && { cursor }) });
        titles.push(...page.items.map(({ productTitle }) => productTitle));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(titles).toEqual(["Tea 0", "Tea 1", "Tea 2", "Tea 3", "Tea 4"]);
    }
    const { nextCursor } = await inventory.levels.query({ limit: 2 });
    const cursor = nextCursor ?? "";
    expect(await refusalOf(inventory.movements.query({ cursor }))).toEqual(
      issue("cursor", "Not a cursor of this list"),
    );
  });
});

describe("an adjustment", () => {
  test("adds what came and takes away what broke, with who said so and why", async () => {
    const { shop, db, inventory, staffId } = await newWarehouse();
    const { variantId } = await newProduct(db, { sku: "TEA", onHand: 4 });
    await newLocation(db, { id: "loc_attic" });
    const received = {
      variantId,
      locationId: "loc_attic",
      delta: 6,
      kind: "received",
      reason: "PO 17",
    } as const;
    expect(await inventory.adjust.mutate(received)).toMatchObject({ onHand: 10, available: 10 });
    expect(await newestEvent(shop)).toEqual({
      type: "stock-adjusted",
      subjectId: variantId,
      details: { locationId: "loc_attic", kind: "received", delta: 6, reason: "PO 17" },
    });
    expect(await inventory.adjust.mutate({ variantId, delta: -4, reason: "Broken" })).toMatchObject({
      onHand: 6,
      locations: [
        { locationId: "loc_attic", onHand: 6 },
        { locationId: "loc_default", onHand: 0 },
      ],
    });
    const { items } = await inventory.movements.query({ variantId });
    expect(items).toMatchObject([
      {
        kind: "adjusted",
        locationId: "loc_default",
        onHandDelta: -4,
        reason: "Broken",
        actorId: staffId,
        sku: "TEA",
      },
      { kind: "received", locationId: "loc_attic", onHandDelta: 6, reason: "PO 17", actorId: staffId },
      { kind: "opening", locationId: "loc_default", onHandDelta: 4, reason: null, actorId: null },
    ]);
    await expectAllToHold(db);
  });

  test("has a list show a product that was sold out again", async () => {
    const { shop, db, inventory } = await newWarehouse();
    const { variantId } = await newProduct(db, { onHand: 0 });
    const isAvailable = async () => (await shop.client.catalog.products.query({})).items[0]?.available;
    expect(await isAvailable()).toBe(false);
    await inventory.adjust.mutate({ variantId, delta: 1, reason: "Found" });
    expect(await isAvailable()).toBe(true);
  });

  test("is refused, and changes nothing, beyond what no order holds, and for what there is not", async () => {
    const { shop, db, inventory, buy } = await newWarehouse();
    const { variantId } = await newProduct(db, { onHand: 5 });
    const owed = await newProduct(db, { policy: "backorder", onHand: 2 });
    await newLocation(db, { id: "loc_attic" });
    await setStock(db, variantId, { onHand: 1, locationId: "loc_attic" });
    await buy(variantId, 3);
    await buy(owed.variantId, 4);
    const before = await readTables(shop);
    const adjust = (input: Partial<Input<"admin.inventory.adjust">>) =>
      refusalOf(inventory.adjust.mutate({ variantId, delta: -3, reason: "Lost", ...input }));
    const short = (available: number, id = variantId) => ({
      code: "OUT_OF_STOCK" as const,
      data: { variantId: id, available },
    });
    expect(await adjust({})).toEqual(short(2));
    expect(await adjust({ delta: -2, locationId: "loc_attic" })).toEqual(short(1));
    expect(await adjust({ variantId: owed.variantId })).toEqual(short(2, owed.variantId));
    expect(await adjust({ variantId: "var_none" })).toEqual({ code: "NOT_FOUND", data: {} });
    expect(await adjust({ locationId: "loc_none" })).toEqual({ code: "NOT_FOUND", data: {} });
    expect(await adjust({ delta: 0 })).toEqual(issue("delta", "Expected units to add or to take away"));
    expect(await adjust({ kind: "received" })).toEqual(
      issue("delta", "Expected units to add: what is received is not taken away"),
    );
    for (const wrong of [{ delta: 0.5 }, { delta: 1e15 }, { reason: " " }]) {
      expect(await adjust(wrong)).toMatchObject({ code: "BAD_REQUEST" });
    }
    expect(await readTables(shop)).toEqual(before);
  });
});

describe("setting levels", () => {
  test("moves what is on hand to what is wanted, at many places at once", async () => {
    const { shop, db, inventory, level } = await newWarehouse();
    const [tea, cup] = [await newProduct(db, { onHand: 4 }), await newProduct(db, { onHand: 9 })];
    await newLocation(db, { id: "loc_attic" });
    const levels = [
      { variantId: tea.variantId, onHand: 10, expected: 4 },
      { variantId: tea.variantId, locationId: "loc_attic", onHand: 2, expected: 0 },
      { variantId: cup.variantId, onHand: 9 },
    ];
    const answer = await inventory.setLevels.mutate({ levels, reason: "Stocktaking" });
    expect(answer.map(({ onHand }) => onHand)).toEqual([12, 9]);
    expect(answer[0]).toEqual(await level(tea.variantId));
    const { items } = await inventory.movements.query({});
    expect(items.map(({ kind, onHandDelta, reason }) => [kind, onHandDelta, reason])).toEqual([
      ["adjusted", 2, "Stocktaking"],
      ["adjusted", 6, "Stocktaking"],
      ["opening", 9, null],
      ["opening", 4, null],
    ]);
    expect(await newestEvent(shop)).toMatchObject({ type: "stock-levels-set", details: { count: 3 } });
    expect(await inventory.setLevels.mutate({ levels })).toEqual(answer); // it is there already
    expect((await inventory.movements.query({})).items.length).toBe(4);
    await expectAllToHold(db);
  });

  test("sets what happens when it is not enough, and when it is low; what is left out stays", async () => {
    const { db, inventory, level, buy } = await newWarehouse();
    const { variantId } = await newProduct(db, { onHand: 1 });
    const set = (setting: NonNullable<Input<"admin.inventory.setLevels">["variants"]>) =>
      inventory.setLevels.mutate({ variants: setting });
    await set([{ variantId, policy: "backorder", lowStockThreshold: 2 }]);
    await buy(variantId, 3);
    await set([{ variantId }]);
    expect(await level(variantId)).toMatchObject({ policy: "backorder", lowStockThreshold: 2 });
    await set([{ variantId, lowStockThreshold: null }]);
    expect(await level(variantId)).toMatchObject({ policy: "backorder", lowStockThreshold: null });
    await set([{ variantId, policy: "untracked" }]);
    await buy(variantId, 9);
    expect(await level(variantId)).toMatchObject({ reserved: 3, available: null });
    await expectAllToHold(db);
  });

  test("refuses to deny while orders hold more than there is, unless it comes with the same call", async () => {
    const { shop, db, inventory, level, buy } = await newWarehouse();
    const { variantId } = await newProduct(db, { policy: "backorder", onHand: 1 });
    const fine = await newProduct(db, { policy: "backorder" });
    await buy(variantId, 3);
    await newLocation(db, { id: "loc_attic" });
    // Enough in all, and still too little where it is owed.
    await setStock(db, variantId, { onHand: 9, locationId: "loc_attic" });
    const before = await readTables(shop);
    const variantsWanted = [fine.variantId, variantId].map((id) => ({
      variantId: id,
      policy: "deny" as const,
    }));
    expect(await refusalOf(inventory.setLevels.mutate({ variants: variantsWanted }))).toEqual(
      issue("variants.1.policy", "Orders hold more than there is: it cannot be denied yet"),
    );
    expect(await readTables(shop)).toEqual(before);
    await inventory.setLevels.mutate({ levels: [{ variantId, onHand: 3 }], variants: variantsWanted });
    expect(await level(variantId)).toMatchObject({ policy: "deny", available: 9 });
    const lower = {
      levels: [{ variantId, onHand: 0 }],
      variants: [{ variantId, policy: "backorder" as const }],
    };
    await inventory.setLevels.mutate(lower);
    expect(await level(variantId)).toMatchObject({ policy: "backorder", onHand: 9, reserved: 3 });
    await expectAllToHold(db);
  });

  test("is refused as a whole where it is not what was expected, held, unknown or named twice", async () => {
    const { shop, db, inventory, buy } = await newWarehouse();
    const [tea, cup] = [await newProduct(db, { onHand: 4 }), await newProduct(db, { onHand: 9 })];
    await buy(cup.variantId, 5);
    const before = await readTables(shop);
    const other = { variantId: tea.variantId, onHand: 7 };
    const set = (
      levels: Input<"admin.inventory.setLevels">["levels"],
      variantsWanted: Input<"admin.inventory.setLevels">["variants"] = [],
    ) => refusalOf(inventory.setLevels.mutate({ levels, variants: variantsWanted }));
    expect(await set([other, { variantId: cup.variantId, onHand: 20, expected: 8 }])).toEqual({
      code: "STOCK_CHANGED",
      data: { levels: [{ variantId: cup.variantId, locationId: "loc_default", onHand: 9 }] },
    });
    expect(await set([other, { variantId: cup.variantId, onHand: 4 }])).toEqual({
      code: "OUT_OF_STOCK",
      data: { variantId: cup.variantId, available: 4 },
    });
    const notFound = { code: "NOT_FOUND" as const, data: {} };
    expect(await set([other, { variantId: "var_none", onHand: 1 }])).toEqual(notFound);
    expect(await set([other, { ...other, locationId: "loc_none" }])).toEqual(notFound);
    expect(await set([other], [{ variantId: "var_none", policy: "deny" }])).toEqual(notFound);
    expect(await set([other, { ...other, locationId: "loc_default" }])).toEqual(
      issue("levels.1", "is named twice"),
    );
    const twice = [{ variantId: tea.variantId }, { variantId: tea.variantId }];
    expect(await set([], twice)).toEqual(issue("variants.1.variantId", "is named twice"));
    expect(await set([])).toEqual(issue("", "Names nothing to set"));
    expect(await set([{ ...other, onHand: -1 }])).toMatchObject({ code: "BAD_REQUEST" });
    expect(await readTables(shop)).toEqual(before);
  });
});

describe("movements", () => {
  test("begin with what a variant came with, from a form or a file", async () => {
    const { shop, db, inventory } = await newWarehouse();
    const { catalog } = (await newStaff(shop)).client.admin;
    await catalog.createProduct.mutate({ title: "Tea", variants: [{ sku: "TEA", stock: { onHand: 4 } }] });
    const file =
      "Handle,Title,Variant SKU,Variant Price,Variant Inventory Tracker,Variant Inventory Qty\ncup,Cup,CUP,3.00,shopify,5\n";
    for (let again = 0; again < 2; again++) {
      await catalog.importProducts.mutate({ format: "shopify-csv", content: file });
    }
    const { items } = await inventory.movements.query({});
    expect(items).toMatchObject([
      { kind: "opening", sku: "CUP", onHandDelta: 5, locationId: "loc_default" },
      { kind: "opening", sku: "TEA", onHandDelta: 4, locationId: "loc_default" },
    ]);
    await expectAllToHold(db);
  });

  test("tell of an order what it holds and where, the newest first, page by page", async () => {
    const { db, inventory, buy } = await newWarehouse();
    const { variantId } = await newProduct(db, { onHand: 2 });
    await newLocation(db, { id: "loc_attic", priority: 1 });
    await setStock(db, variantId, { onHand: 3, locationId: "loc_attic" });
    const { order } = await buy(variantId, 4);
    const { items } = await inventory.movements.query({ orderId: order.id });
    expect(items.map(({ locationId, reservedDelta }) => [locationId, reservedDelta]).toSorted()).toEqual([
      ["loc_attic", 3],
      ["loc_default", 1],
    ]);
    expect(items[0]).toMatchObject({ kind: "reserved", onHandDelta: 0, orderId: order.id, variantId });
    const first = await inventory.movements.query({ variantId, limit: 3 });
    const next = await inventory.movements.query({ variantId, limit: 3, cursor: first.nextCursor ?? "" });
    const ids = [...first.items, ...next.items].map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((one, other) => other - one));
    expect([ids.length, next.nextCursor]).toEqual([4, null]);
    const attic = await inventory.movements.query({ locationId: "loc_attic" });
    expect(attic.items.map(({ kind }) => kind)).toEqual(["reserved", "adjusted"]);
    expect((await inventory.movements.query({ variantId: "var_none" })).items).toEqual([]);
  });
});

describe("a location", () => {
  test("is made of a name, and keeps all that is said of it", async () => {
    const { shop, inventory } = await newWarehouse();
    const made = await inventory.saveLocation.mutate({ name: "Attic" });
    expect(made).toMatchObject({
      address: null,
      countries: null,
      priority: 0,
      status: "active",
      isDefault: false,
    });
    expect(await newestEvent(shop)).toMatchObject({ type: "location-saved", subjectId: made.id });
    const address = { line1: "Rua Augusta 1", city: "Lisboa", postalCode: "1100-053", country: "PT" };
    const wanted = {
      ...made,
      name: "Loja",
      address,
      countries: ["PT", "ES"],
      priority: 7,
      status: "archived" as const,
    };
    const changed = await inventory.saveLocation.mutate(wanted);
    expect(changed).toEqual({ ...wanted, version: 2, updatedAt: expect.any(Date) });
    expect(await inventory.saveLocation.mutate({ ...changed, countries: null })).toMatchObject({
      countries: null,
    });
    expect((await inventory.locations.query()).map(({ id }) => id)).toEqual(["loc_default", made.id]);
  });

  test("becomes the default one in another's place: new variants' units are there", async () => {
    const { db, inventory, level } = await newWarehouse();
    const { id } = await inventory.saveLocation.mutate({ name: "Attic", isDefault: true });
    const { variantId } = await newProduct(db, { onHand: 4 });
    expect(await level(variantId)).toMatchObject({ locations: [{ locationId: id, onHand: 4 }] });
    expect((await inventory.locations.query()).filter(({ isDefault }) => isDefault)).toMatchObject([{ id }]);
    await expectAllToHold(db);
  });

  test("that is archived sends nothing, and keeps its stock to be seen", async () => {
    const { db, inventory, level, buy } = await newWarehouse();
    const { id, version } = await inventory.saveLocation.mutate({ name: "Attic" });
    const { variantId } = await newProduct(db, { onHand: 1 });
    await inventory.adjust.mutate({ variantId, locationId: id, delta: 5, reason: "Moved" });
    await inventory.saveLocation.mutate({ id, version, name: "Attic", status: "archived" });
    expect(await refusalOf(buy(variantId, 2))).toEqual({
      code: "OUT_OF_STOCK",
      data: { variantId, available: 1 },
    });
    expect(await level(variantId)).toMatchObject({ onHand: 6, locations: [{}, {}] });
  });

  test("is refused, and nothing changes, when it is another version, the default one that would go, or there is none", async () => {
    const { shop, inventory } = await newWarehouse();
    const [known] = await inventory.locations.query();
    const { id = "", name = "" } = known ?? {};
    const before = await readTables(shop);
    const save = (input: Partial<Input<"admin.inventory.saveLocation">>) =>
      refusalOf(inventory.saveLocation.mutate({ id, version: 1, name, ...input }));
    expect(await save({ version: 3 })).toEqual({ code: "VERSION_CONFLICT", data: { current: 1 } });
    expect(await save({ id: "loc_none" })).toEqual({ code: "NOT_FOUND", data: {} });
    expect(await save({ isDefault: false })).toEqual(
      issue("isDefault", "Stays the default one until another is"),
    );
    expect(await save({ status: "archived" })).toEqual(issue("status", "The default one stays active"));
    for (const wrong of [
      { countries: [] },
      { countries: ["XX"] },
      { countries: ["DE", "DE"] },
      { name: "" },
    ]) {
      expect(await save(wrong)).toMatchObject({ code: "BAD_REQUEST" });
    }
    expect(await refusalOf(inventory.saveLocation.mutate({ id, name }))).toEqual(
      issue("version", "Expected with `id`, and only with it"),
    );
    expect(await readTables(shop)).toEqual(before);
  });

  test("is one of a hundred at most", async () => {
    const { db, inventory } = await newWarehouse();
    for (let n = 1; n < 100; n++) await newLocation(db);
    expect(await refusalOf(inventory.saveLocation.mutate({ name: "One more" }))).toEqual(
      issue("name", "A shop has at most 100 locations"),
    );
  });
});

describe("stock that falls to its threshold", () => {
  test("is told of once, and once again when it has been above", async () => {
    const { logger, lines } = newLogRecorder();
    const clock = newClock();
    const { shop, db, inventory, buy } = await newWarehouse({ logger, clock });
    const { variantId } = await newProduct(db, { onHand: 6 });
    await inventory.setLevels.mutate({ variants: [{ variantId, lowStockThreshold: 3 }] });
    const told = async () => {
      clock.advance(tenMinutes);
      await shop.deliver();
      return lines().flatMap((line) => (line["msg"] === "stock is low" ? [line["levels"]] : []));
    };
    await buy(variantId, 2);
    expect(await told()).toEqual([]);
    await buy(variantId, 1);
    await buy(variantId, 1);
    expect(await told()).toEqual([[{ variantId, available: 2 }]]);
    await inventory.adjust.mutate({ variantId, delta: 5, reason: "Found" });
    await inventory.setLevels.mutate({ levels: [{ variantId, onHand: 5 }] });
    expect(await told()).toEqual([[{ variantId, available: 2 }], [{ variantId, available: 1 }]]);
    expect(shop.mails.filter(({ subject }) => subject.startsWith("Stock"))).toEqual([]); // nobody is to be
  });

  test("is mailed together where much falls at once, and once, however often the mail fails", async () => {
    const server = await startSmtpServer();
    const mailer = createSmtpMailer(server.url, { name: "The Shop", address: "shop@shop.example" });
    const clock = newClock();
    let failing = false;
    const shopMailer = {
      send: async (mail: Mail) => (failing ? Promise.reject(new Error("451")) : mailer.send(mail)),
    };
    const { shop, db, inventory } = await newWarehouse({
      clock,
      mailer: shopMailer,
      lowStockEmail: "buying@shop.example",
    });
    const products = [];
    for (let n = 0; n < 60; n++) products.push(await newProduct(db, { title: `Cup ${n}`, onHand: 9 }));
    const all = products.map(({ variantId }) => variantId);
    const set = (variantIds: string[], onHand: number) =>
      inventory.setLevels.mutate({ levels: variantIds.map((variantId) => ({ variantId, onHand })) });
    await inventory.setLevels.mutate({
      variants: all.map((variantId) => ({ variantId, lowStockThreshold: 3 })),
    });
    failing = true;
    await set(all.slice(0, 30), 2);
    clock.advance(tenMinutes - 1);
    await shop.deliver();
    await set(all.slice(30), 1);
    await set(all.slice(0, 5), 9); // there again
    clock.advance(1);
    await shop.deliver();
    expect(await db.$count(outbox)).toBe(60);
    failing = false;
    clock.advance(tenMinutes);
    await shop.deliver();
    expect(await db.$count(outbox)).toBe(0);
    expect(server.received.map(({ subject, to }) => [subject, to])).toMatchObject([
      ["Stock is low: 55 variants", { text: "buying@shop.example" }],
    ]);
    for (const body of [server.received[0]?.text, String(server.received[0]?.html)]) {
      expect(body).toContain("Cup 59: 1 left");
      expect(body).toContain("Cup 5: 2 left");
      expect(body).toContain("and 5 more");
      expect(body).not.toContain("Cup 4:");
    }
    await set(all.slice(0, 1), 0);
    clock.advance(tenMinutes);
    await shop.deliver();
    expect(server.received.at(-1)?.subject).toBe("Stock is low: Cup 0");
  });

  test("is not told of what is not counted, nor by an order that was refused", async () => {
    const { db, inventory, buy } = await newWarehouse();
    const [song, tea] = [await newProduct(db, { policy: "untracked" }), await newProduct(db, { onHand: 2 })];
    await inventory.setLevels.mutate({
      variants: [song, tea].map(({ variantId }) => ({ variantId, lowStockThreshold: 1 })),
    });
    await buy(song.variantId, 50);
    await inventory.adjust.mutate({ variantId: song.variantId, delta: -100, reason: "Not counted" });
    expect(await refusalOf(buy(tea.variantId, 3))).toMatchObject({ code: "OUT_OF_STOCK" });
    expect(await db.$count(outbox, eq(outbox.topic, "stock.low"))).toBe(0);
  });
});
