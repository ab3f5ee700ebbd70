import { describe, expect, test } from "bun:test";
import { desc } from "drizzle-orm";
import type { Input } from "../../client-sdk/src/index.ts";
import { maxAmount } from "../../db/limits.ts";
import { auditEvents, categories } from "../../db/schema/index.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { readTables } from "../helpers/dump.ts";
import { refusalOf } from "../helpers/refusal.ts";

type SaveInput = Input<"admin.shipping.saveOption">;

const flat = (amount: number) => ({ by: "flat" as const, steps: [{ upTo: null, amount }] });

const post: SaveInput = { name: "Post", prices: { EUR: flat(490) } };

const counter = {
  company: "Bodega",
  line1: "1 Rua Augusta",
  city: "Lisboa",
  postalCode: "1100053",
  country: "PT",
};

async function newEditor() {
  const shop = await createTestShop();
  const { client } = await newStaff(shop, { permissions: ["shipping:read", "shipping:write"] });
  return { shop, shipping: client.admin.shipping };
}

async function newestEvent({ db }: TestShop) {
  const [event] = await db.select().from(auditEvents).orderBy(desc(auditEvents.id)).limit(1);
  return { type: event?.type, subjectId: event?.subjectId, details: event?.details };
}

describe("a shipping option", () => {
  test("is made of a name and prices, and all else is nothing", async () => {
    const { shop, shipping } = await newEditor();
    const made = await shipping.saveOption.mutate(post);
    expect(made).toMatchObject({
      ...post,
      description: "",
      kind: "delivery",
      status: "active",
      zones: null,
      prices: { EUR: { ...flat(490), freeFrom: null } },
      days: null,
      pickupAddress: null,
      excluded: null,
      taxClass: null,
      position: 0,
      version: 1,
    });
    expect(await shipping.options.query()).toContainEqual(made);
    expect(await newestEvent(shop)).toEqual({
      type: "shipping-option-saved",
      subjectId: made.id,
      details: { created: true, name: "Post", kind: "delivery" },
    });
  });

  test("keeps all that was said of it, codes and texts as they are written", async () => {
    const { shop, shipping } = await newEditor();
    const { productId } = await newProduct(shop.db);
    await shop.db.insert(categories).values({ id: "cat_glass", slug: "glass", name: "Glass" });
    const made = await shipping.saveOption.mutate({
      ...post,
      name: " Parcel ",
      description: "To the door",
      zones: [
        { country: "DE", postalCodes: ["10115", "101*", "20000-29999"] },
        { country: "GB", postalCodes: [" bt* "], regions: ["Antrim", "Down"] },
        { country: "US", regions: ["NY"] },
      ],
      prices: {
        EUR: {
          by: "weight",
          steps: [
            { upTo: 1_000, amount: 490 },
            { upTo: 31_500, amount: 990 },
          ],
          freeFrom: 5_000,
        },
        USD: {
          by: "subtotal",
          steps: [
            { upTo: 0, amount: 0 },
            { upTo: null, amount: maxAmount },
          ],
        },
        JPY: { by: "quantity", steps: [{ upTo: 3, amount: 800 }] },
      },
      days: { min: 0, max: 3 },
      excluded: { productIds: [productId], categoryIds: ["cat_glass"], tags: ["fragile"] },
      taxClass: "reduced",
      position: 7,
    });
    expect(made).toMatchObject({
      name: "Parcel",
      description: "To the door",
      zones: [
        { country: "DE", regions: null, postalCodes: ["10115", "101*", "20000-29999"] },
        { country: "GB", regions: ["Antrim", "Down"], postalCodes: ["BT*"] },
        { country: "US", regions: ["NY"], postalCodes: null },
      ],
      days: { min: 0, max: 3 },
      excluded: { productIds: [productId], categoryIds: ["cat_glass"], tags: ["fragile"] },
      taxClass: "reduced",
      position: 7,
    });
    expect(made.prices["EUR"]).toMatchObject({ by: "weight", freeFrom: 5_000 });
    const again = await shipping.options.query();
    expect(again.map(({ position }) => position)).toEqual([0, 1, 7]);
    expect(again.at(-1)).toEqual(made);
    // What was answered is an input too, and changes nothing.
    const { createdAt, updatedAt, ...input } = made;
    expect(await shipping.saveOption.mutate(input)).toEqual(made);
  });

  test("to pick up has an address as its country writes it, and no person", async () => {
    const { shipping } = await newEditor();
    const made = await shipping.saveOption.mutate({ ...post, kind: "pickup", pickupAddress: counter });
    expect(made).toMatchObject({ kind: "pickup", pickupAddress: { ...counter, postalCode: "1100-053" } });
  });

  test("changes where it is told to, by its version, and what changed is written down", async () => {
    const { shop, shipping } = await newEditor();
    const { id, version, ...made } = await shipping.saveOption.mutate({ ...post, taxClass: "reduced" });
    const changed = await shipping.saveOption.mutate({
      id,
      version,
      name: "Post",
      prices: { EUR: flat(590) },
      days: { min: 2, max: 4 },
    });
    expect(changed).toEqual({
      ...made,
      id,
      prices: { EUR: { ...flat(590), freeFrom: null } },
      days: { min: 2, max: 4 },
      version: 2,
      updatedAt: changed.updatedAt,
    });
    expect(await newestEvent(shop)).toMatchObject({
      type: "shipping-option-saved",
      subjectId: id,
      details: { changes: { minDays: { from: null, to: 2 }, maxDays: { from: null, to: 4 } } },
    });
    const bare = await shipping.saveOption.mutate({ ...post, id, version: 2, days: null, taxClass: null });
    expect(bare).toMatchObject({ days: null, taxClass: null, version: 3 });
  });

  test("that has changed since it was seen, or is not there, is not written over", async () => {
    const { shop, shipping } = await newEditor();
    const { id } = await shipping.saveOption.mutate(post);
    await shipping.saveOption.mutate({ ...post, id, version: 1, name: "Mail" });
    const before = await readTables(shop);
    expect(await refusalOf(shipping.saveOption.mutate({ ...post, id, version: 1 }))).toEqual({
      code: "VERSION_CONFLICT",
      data: { current: 2 },
    });
    expect(await refusalOf(shipping.saveOption.mutate({ ...post, id: "ship_none", version: 1 }))).toEqual({
      code: "NOT_FOUND",
      data: {},
    });
    expect(await readTables(shop)).toEqual(before);
  });

  test("changed by two at once keeps what one of them said", async () => {
    const { shipping } = await newEditor();
    const { id } = await shipping.saveOption.mutate(post);
    const saves = await Promise.allSettled(
      ["One", "Other"].map((name) => shipping.saveOption.mutate({ ...post, id, version: 1, name })),
    );
    expect(saves.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("that is archived is on offer no more, and carts that have it keep it", async () => {
    const { shop, shipping } = await newEditor();
    const { variantId } = await newProduct(shop.db);
    const cart = await readyCart(shop, [{ variantId, quantity: 1 }]);
    const [standard] = await shipping.options.query();
    const { id = "", version = 0, name = "", prices = {} } = standard ?? {};
    await shipping.saveOption.mutate({ id, version, name, prices, status: "archived" });
    const offered = await shop.client.cart.shippingOptions.query({ cartId: cart.id });
    expect(offered.map((option) => option.id)).toEqual(["ship_express"]);
    const kept = await shop.client.cart.get.query({ cartId: cart.id });
    expect(kept).toMatchObject({ shippingOption: { id }, totals: { shipping: { amount: 490 } } });
  });
});

describe("bad input changes nothing and is told by its path:", () => {
  const steps = (...upTo: (number | null)[]) => ({
    prices: { EUR: { by: "weight" as const, steps: upTo.map((upTo) => ({ upTo, amount: 1 })) } },
  });
  const zone = (rest: object) => ({ zones: [{ country: "FR" }, { country: "DE", ...rest }] });
  const bad: [path: string, wrong: object][] = [
    ["name", { name: " " }],
    ["name", { name: "x".repeat(201) }],
    ["description", { description: "x".repeat(1_001) }],
    ["kind", { kind: "drone" }],
    ["status", { status: "gone" }],
    ["zones", { zones: [] }],
    ["zones.0.country", { zones: [{ country: "XX" }] }],
    ["zones.0.country", { zones: [{ country: "de" }] }],
    ["zones.1.regions", zone({ regions: [] })],
    ["zones.1.regions.0", zone({ regions: [" "] })],
    ["zones.1.regions.1", zone({ regions: ["NY", "ny"] })],
    ["zones.1.postalCodes", zone({ postalCodes: [] })],
    ["zones.1.postalCodes.0", zone({ postalCodes: ["*"] })],
    ["zones.1.postalCodes.0", zone({ postalCodes: ["1?1"] })],
    ["zones.1.postalCodes.0", zone({ postalCodes: ["20000-10000"] })],
    ["zones.1.postalCodes.1", zone({ postalCodes: ["bt*", "BT*"] })],
    ["zones.1.postalCodes.1", zone({ postalCodes: ["1", "1".repeat(26)] })],
    ["prices", { prices: {} }],
    ["prices.eur", { prices: { eur: flat(1) } }],
    ["prices.XXX", { prices: { XXX: flat(1) } }],
    ["prices.EUR.by", { prices: { EUR: { ...flat(1), by: "mood" } } }],
    ["prices.EUR.steps", { prices: { EUR: { by: "weight", steps: [] } } }],
    ["prices.EUR.steps", { prices: { EUR: { by: "flat", steps: [{ upTo: 5, amount: 1 }] } } }],
    ["prices.EUR.steps", { prices: { EUR: { by: "flat", steps: [...flat(1).steps, ...flat(2).steps] } } }],
    ["prices.EUR.steps.0.upTo", steps(-1)],
    ["prices.EUR.steps.0.upTo", steps(1.5)],
    ["prices.EUR.steps.0.upTo", steps(null, 5)],
    ["prices.EUR.steps.1.upTo", steps(5, 5)],
    ["prices.EUR.steps.2.upTo", steps(1, 5, 4, null)],
    ["prices.EUR.steps.0.amount", { prices: { EUR: flat(-1) } }],
    ["prices.EUR.steps.0.amount", { prices: { EUR: flat(0.5) } }],
    ["prices.EUR.steps.0.amount", { prices: { EUR: flat(maxAmount + 1) } }],
    ["prices.EUR.freeFrom", { prices: { EUR: { ...flat(1), freeFrom: 0 } } }],
    ["days.min", { days: { min: -1, max: 1 } }],
    ["days.max", { days: { min: 3, max: 2 } }],
    ["days.max", { days: { min: 3, max: 366 } }],
    ["days.max", { days: { min: 3 } }],
    ["pickupAddress", { kind: "pickup" }],
    ["pickupAddress", { kind: "delivery", pickupAddress: counter }],
    ["zones", { kind: "pickup", pickupAddress: counter, zones: [{ country: "PT" }] }],
    ["pickupAddress.postalCode", { kind: "pickup", pickupAddress: { ...counter, postalCode: "1" } }],
    ["pickupAddress.country", { kind: "pickup", pickupAddress: { ...counter, country: "Portugal" } }],
    ["excluded", { excluded: {} }],
    ["excluded.productIds.0", { excluded: { productIds: ["prod_none"] } }],
    ["excluded.categoryIds.0", { excluded: { categoryIds: ["cat_none"] } }],
    ["excluded.tags.1", { excluded: { tags: ["glass", "glass"] } }],
    ["taxClass", { taxClass: "Reduced" }],
    ["position", { position: -1 }],
    ["version", { version: 1, id: undefined }],
    ["version", { id: "ship_standard", version: undefined }],
  ];

  test("of a new option and of one that is there", async () => {
    const { shop, shipping } = await newEditor();
    const { id } = await shipping.saveOption.mutate(post);
    const before = await readTables(shop);
    for (const [path, wrong] of bad) {
      for (const seen of [{}, { id, version: 1 }]) {
        // Sound: what is wrong with it is the point.
        const input = { ...post, ...seen, ...wrong } as SaveInput;
        const { code, data } = await refusalOf(shipping.saveOption.mutate(input));
        const paths =
          "issues" in data && Array.isArray(data.issues) ? data.issues.map((each) => each.path) : [];
        expect({ wrong, code, paths }).toEqual({ wrong, code: "BAD_REQUEST", paths: [path] });
      }
    }
    expect(await readTables(shop)).toEqual(before);
  });

  test("where what is left out is as it was", async () => {
    const { shop, shipping } = await newEditor();
    const pickup = await shipping.saveOption.mutate({ ...post, kind: "pickup", pickupAddress: counter });
    const zoned = await shipping.saveOption.mutate({ ...post, zones: [{ country: "DE" }] });
    const before = await readTables(shop);
    const wrong: [path: string, input: SaveInput][] = [
      ["pickupAddress", { ...post, id: pickup.id, version: 1, pickupAddress: null }],
      ["pickupAddress", { ...post, id: pickup.id, version: 1, kind: "delivery" }],
      ["zones", { ...post, id: zoned.id, version: 1, kind: "pickup", pickupAddress: counter }],
    ];
    for (const [path, input] of wrong) {
      expect(await refusalOf(shipping.saveOption.mutate(input))).toMatchObject({
        code: "BAD_REQUEST",
        data: { issues: [{ path }] },
      });
    }
    expect(await readTables(shop)).toEqual(before);
  });
});
