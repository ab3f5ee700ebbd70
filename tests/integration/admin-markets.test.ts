import { describe, expect, test } from "bun:test";
import { desc } from "drizzle-orm";
import fc from "fast-check";
import type { Input, ShopClient } from "../../client-sdk/src/index.ts";
import { auditEvents, carts, prices } from "../../db/schema/index.ts";
import { readyCart } from "../../testing/carts.ts";
import { newCustomer } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { readTables } from "../helpers/dump.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { runs } from "../helpers/shared-server.ts";

type SaveInput = Input<"admin.catalog.saveMarket">;

const swiss = {
  code: "ch",
  name: "Switzerland",
  currency: "CHF",
  locale: "de-CH",
  countries: ["CH", "LI"],
  pricesIncludeTax: true,
};

/** How a market is taxed unless it says. */
const untaxed = { taxCountry: null, taxRounding: "line", rounding: "half_up" } as const;

/** The market that every store begins with. */
const first = {
  code: "default",
  name: "Default",
  currency: "EUR",
  locale: "en",
  countries: null,
  pricesIncludeTax: true,
};

async function newEditor() {
  const shop = await createTestShop();
  const { client } = await newStaff(shop, { permissions: ["catalog:read", "catalog:write"] });
  return { shop, catalog: client.admin.catalog };
}

async function newestEvents({ db }: TestShop, count: number) {
  const events = await db.select().from(auditEvents).orderBy(desc(auditEvents.id)).limit(count);
  return events.map(({ type, subjectId, details }) => ({ type, subjectId, details }));
}

/** The codes of the default markets: always one. */
async function defaultsOf({ client }: TestShop) {
  return (await client.catalog.markets.query()).flatMap(({ code, isDefault }) => (isDefault ? [code] : []));
}

const refusalsOf = (calls: readonly Promise<unknown>[]) => Promise.all(calls.map(refusalOf));

const issueAt = (path: string) => ({ code: "BAD_REQUEST" as const, data: { issues: [{ path }] } });

describe("a market", () => {
  test("is made under its code, and shoppers choose between all there are, the default one first", async () => {
    const { shop, catalog } = await newEditor();
    const made = await catalog.saveMarket.mutate(swiss);
    expect(made).toEqual({ ...swiss, ...untaxed, isDefault: false, version: 1 });
    expect(await newestEvents(shop, 1)).toMatchObject([
      { type: "market-saved", subjectId: "ch", details: { created: true, currency: "CHF" } },
    ]);
    await catalog.saveMarket.mutate({ ...swiss, code: "at", name: "Austria", currency: "EUR" });
    expect((await catalog.markets.query()).map(({ code }) => code)).toEqual(["default", "at", "ch"]);
    const shown = await shop.client.catalog.markets.query();
    expect(shown.map(({ code }) => code)).toEqual(["default", "at", "ch"]);
    expect(shown[2]).toEqual({ ...swiss, isDefault: false });
  });

  test("decides the currency that its shoppers see", async () => {
    const { shop, catalog } = await newEditor();
    const { productId, variantId } = await newProduct(shop.db);
    await shop.db.insert(prices).values({ variantId, currency: "CHF", amount: 1200 });
    await catalog.saveMarket.mutate(swiss);
    const product = await shop.client.catalog.product.query({ id: productId, market: "ch" });
    expect(product.variants[0]?.price).toEqual({ amount: 1200, currency: "CHF" });
    const cart = await shop.client.cart.create.mutate({ market: "ch" });
    expect(cart).toMatchObject({ market: "ch", currency: "CHF" });
  });

  test.each([
    ["de-at", "de-AT"],
    ["ZH-hant-tw", "zh-Hant-TW"],
    ["EN", "en"],
  ])("of locale %s is kept as one of %s", async (locale, canonical) => {
    const { catalog } = await newEditor();
    expect((await catalog.saveMarket.mutate({ ...swiss, locale })).locale).toBe(canonical);
  });

  test("changes as a whole by its version, and what changed is written down", async () => {
    const { shop, catalog } = await newEditor();
    await catalog.saveMarket.mutate(swiss);
    const taxed = { taxCountry: "CH", taxRounding: "order", rounding: "half_even" } as const;
    const changed = { ...swiss, ...taxed, name: "Swiss", countries: null, pricesIncludeTax: false };
    expect(await catalog.saveMarket.mutate({ ...changed, version: 1 })).toEqual({
      ...changed,
      isDefault: false,
      version: 2,
    });
    expect((await newestEvents(shop, 1))[0]?.details).toEqual({
      changes: {
        name: { from: "Switzerland", to: "Swiss" },
        countries: { from: ["CH", "LI"], to: null },
        pricesIncludeTax: { from: true, to: false },
        taxCountry: { from: null, to: "CH" },
        taxRounding: { from: "line", to: "order" },
        rounding: { from: "half_up", to: "half_even" },
      },
    });
    expect(await catalog.saveMarket.mutate({ ...changed, version: 2 })).toMatchObject({ version: 2 });
  });

  test("that is there, or has changed since it was seen, is not written over", async () => {
    const { shop, catalog } = await newEditor();
    await catalog.saveMarket.mutate(swiss);
    await catalog.saveMarket.mutate({ ...swiss, version: 1, name: "Swiss" });
    const before = await readTables(shop);
    const stale = [
      catalog.saveMarket.mutate({ ...swiss, isDefault: true }),
      catalog.saveMarket.mutate({ ...swiss, version: 1, isDefault: true }),
      catalog.removeMarket.mutate({ code: "ch", version: 1 }),
    ];
    const conflict = { code: "VERSION_CONFLICT" as const, data: { current: 2 } };
    expect(await refusalsOf(stale)).toEqual(stale.map(() => conflict));
    expect(await readTables(shop)).toEqual(before);
  });

  test("made or changed by two at once keeps what one of them said and refuses the other", async () => {
    const { catalog } = await newEditor();
    for (const version of [undefined, 1]) {
      const saves = await Promise.allSettled(
        [`One ${version}`, `Other ${version}`].map((name) =>
          catalog.saveMarket.mutate({ ...swiss, version, name }),
        ),
      );
      expect(saves.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    }
  });

  test("that there is not is not found", async () => {
    const { catalog } = await newEditor();
    const calls = [
      catalog.saveMarket.mutate({ ...swiss, version: 1 }),
      catalog.removeMarket.mutate({ code: "ch" }),
    ];
    const notFound = { code: "NOT_FOUND" as const, data: {} };
    expect(await refusalsOf(calls)).toEqual(calls.map(() => notFound));
  });
});

describe("one market is the default:", () => {
  test("another becomes it by taking it from the one that was, whose version rises", async () => {
    const { shop, catalog } = await newEditor();
    expect(await catalog.saveMarket.mutate({ ...swiss, isDefault: true })).toMatchObject({ isDefault: true });
    expect(await defaultsOf(shop)).toEqual(["ch"]);
    expect(await newestEvents(shop, 2)).toMatchObject([
      { subjectId: "ch" },
      { subjectId: "default", details: { changes: { isDefault: { from: true, to: false } } } },
    ]);
    const stale = catalog.saveMarket.mutate({ ...first, version: 1, isDefault: true });
    expect(await refusalOf(stale)).toEqual({ code: "VERSION_CONFLICT", data: { current: 2 } });
    await catalog.saveMarket.mutate({ ...first, version: 2, isDefault: true });
    expect(await defaultsOf(shop)).toEqual(["default"]);
    expect((await shop.client.cart.create.mutate({})).market).toBe("default");
  });

  test("it does not give it up by itself, nor is it removed", async () => {
    const { shop, catalog } = await newEditor();
    await catalog.saveMarket.mutate(swiss);
    const before = await readTables(shop);
    const given = catalog.saveMarket.mutate({ ...first, version: 1, name: "Other", isDefault: false });
    expect(await refusalOf(given)).toMatchObject(issueAt("isDefault"));
    const removed = catalog.removeMarket.mutate({ code: "default" });
    expect(await refusalOf(removed)).toEqual({ code: "CONFLICT", data: {} });
    expect(await readTables(shop)).toEqual(before);
  });

  test("it stays so when nothing is said of it", async () => {
    const { shop, catalog } = await newEditor();
    await catalog.saveMarket.mutate({ ...first, version: 1, name: "Other" });
    expect(await defaultsOf(shop)).toEqual(["default"]);
  });

  test("whatever is saved and removed, also at once", async () => {
    const { shop, catalog } = await newEditor();
    const code = fc.constantFrom("default", "ch", "at", "us");
    const isDefault = fc.constantFrom(undefined, true, true, false);
    const step = fc.record({ code, isDefault, remove: fc.nat(3) });
    const allowed: ReadonlySet<string> = new Set([
      "BAD_REQUEST",
      "CONFLICT",
      "VERSION_CONFLICT",
      "NOT_FOUND",
    ]);
    const property = fc.asyncProperty(fc.array(fc.tuple(step, step), { maxLength: 8 }), async (pairs) => {
      for (const pair of pairs) {
        const known = await catalog.markets.query();
        const taken = await Promise.allSettled(
          pair.map(({ code, isDefault, remove }) => {
            const version = known.find((market) => market.code === code)?.version;
            return remove === 0
              ? catalog.removeMarket.mutate({ code })
              : catalog.saveMarket.mutate({ ...swiss, code, version, isDefault });
          }),
        );
        for (const result of taken) {
          if (result.status === "fulfilled") continue;
          expect(allowed).toContain((await refusalOf(Promise.reject(result.reason))).code);
        }
        expect((await defaultsOf(shop)).length).toBe(1);
      }
    });
    await fc.assert(property, { numRuns: runs(20) });
  });
});

describe("carts and orders of a market", () => {
  test("keep the currency they were begun in when the market's changes; new carts get the new one", async () => {
    const { shop, catalog } = await newEditor();
    const { client } = shop;
    const [inBoth, inEuro] = [await newProduct(shop.db), await newProduct(shop.db)];
    await shop.db.insert(prices).values({ variantId: inBoth.variantId, currency: "CHF", amount: 1200 });
    const cart = await readyCart(shop, [{ variantId: inBoth.variantId, quantity: 1 }]);

    await catalog.saveMarket.mutate({ ...first, version: 1, currency: "CHF" });
    const same = await client.cart.get.query({ cartId: cart.id });
    expect(same).toEqual(cart);
    const fuller = await client.cart.addLine.mutate({
      cartId: cart.id,
      variantId: inEuro.variantId,
      quantity: 1,
    });
    expect(fuller.totals.subtotal).toEqual({ amount: 2000, currency: "EUR" });
    const { order } = await client.order.place.mutate({ cartId: cart.id, provider: "manual" });
    expect(order.totals.total).toEqual({ amount: 2490, currency: "EUR" });

    const { id: cartId } = await client.cart.create.mutate({});
    const inFrancs = await client.cart.addLine.mutate({ cartId, variantId: inBoth.variantId, quantity: 1 });
    expect(inFrancs.totals.subtotal).toEqual({ amount: 1200, currency: "CHF" });
    const unsold = client.cart.addLine.mutate({ cartId, variantId: inEuro.variantId, quantity: 1 });
    expect((await refusalOf(unsold)).code).toBe("VARIANT_UNAVAILABLE");
  });

  test("keep it from being removed, and nothing else does", async () => {
    const { shop, catalog } = await newEditor();
    await catalog.saveMarket.mutate(swiss);
    await shop.client.cart.create.mutate({ market: "ch" });
    const before = await readTables(shop);
    const refused = catalog.removeMarket.mutate({ code: "ch" });
    expect(await refusalOf(refused)).toEqual({ code: "CONFLICT", data: {} });
    expect(await readTables(shop)).toEqual(before);
    await shop.db.delete(carts);
    expect(await catalog.removeMarket.mutate({ code: "ch", version: 1 })).toEqual({ done: true });
    expect(await newestEvents(shop, 1)).toMatchObject([{ type: "market-removed", subjectId: "ch" }]);
    expect((await shop.client.catalog.markets.query()).map(({ code }) => code)).toEqual(["default"]);
  });

  test("and its removal at the same time never leave a cart without a market", async () => {
    const { shop, catalog } = await newEditor();
    await catalog.saveMarket.mutate(swiss);
    const outcomes = await Promise.allSettled([
      shop.client.cart.create.mutate({ market: "ch" }),
      catalog.removeMarket.mutate({ code: "ch" }),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("bad input changes nothing and is named by its field:", () => {
  const bad: [string, Partial<SaveInput>][] = [
    ["code", { code: "" }],
    ["code", { code: "CH" }],
    ["code", { code: "a b" }],
    ["code", { code: "x".repeat(51) }],
    ["name", { name: " " }],
    ["name", { name: "x".repeat(201) }],
    ["currency", { currency: "chf" }],
    ["currency", { currency: "XXX" }],
    ["currency", { currency: "" }],
    ["locale", { locale: "" }],
    ["locale", { locale: "German" }],
    ["locale", { locale: "de_DE" }],
    ["locale", { locale: `de-${"a".repeat(40)}` }],
    ["countries", { countries: [] }],
    ["countries.1", { countries: ["CH", "XX"] }],
    ["countries.0", { countries: ["ch"] }],
    ["countries.1", { countries: ["CH", "CH"] }],
    ["taxCountry", { taxCountry: "XX" }],
    ["taxCountry", { taxCountry: "" }],
  ];

  test.each(bad)("%s", async (path, wrong) => {
    const { shop, catalog } = await newEditor();
    await catalog.saveMarket.mutate(swiss);
    const before = await readTables(shop);
    const made = { ...swiss, code: "new", isDefault: true, ...wrong };
    const changed = { ...swiss, version: 1, isDefault: true, ...wrong };
    for (const input of [made, changed]) {
      const { code, data } = await refusalOf(catalog.saveMarket.mutate(input));
      expect(code).toBe("BAD_REQUEST");
      expect("issues" in data && data.issues).toContainEqual({ path, message: expect.any(String) });
    }
    expect(await readTables(shop)).toEqual(before);
  });
});

test("only those who may write the catalogue change markets, and those who may read it see their versions", async () => {
  const { shop, catalog } = await newEditor();
  await catalog.saveMarket.mutate(swiss);
  const reader = (await newStaff(shop, { permissions: ["catalog:read"] })).client;
  expect((await reader.admin.catalog.markets.query()).length).toBe(2);
  const outsider = (await newStaff(shop, { permissions: ["orders:write"] })).client;
  const customer = (await newCustomer(shop)).client;
  const before = await readTables(shop);
  const writes = ({ admin }: ShopClient) => [
    admin.catalog.saveMarket.mutate({ ...swiss, version: 1, name: "Swiss" }),
    admin.catalog.removeMarket.mutate({ code: "ch" }),
  ];
  const codesOf = async (calls: Promise<unknown>[]) =>
    new Set((await refusalsOf(calls)).map(({ code }) => code));
  expect(await codesOf(writes(reader))).toEqual(new Set(["FORBIDDEN"]));
  for (const client of [outsider, customer]) {
    const calls = [client.admin.catalog.markets.query(), ...writes(client)];
    expect(await codesOf(calls)).toEqual(new Set(["FORBIDDEN"]));
  }
  const calls = [shop.client.admin.catalog.markets.query(), ...writes(shop.client)];
  expect(await codesOf(calls)).toEqual(new Set(["UNAUTHENTICATED"]));
  expect(await readTables(shop)).toEqual(before);
});
