import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import {
  customers,
  markets,
  prices,
  shippingOptions,
  taxCountries,
  taxRates,
  variants,
} from "../../db/schema/index.ts";
import type { TaxCalculator, TaxRequest } from "../../server/core/ports.ts";
import type { Deps } from "../../server/deps.ts";
import { address, readyCart } from "../../testing/carts.ts";
import { newCustomer } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { newPromotion } from "../../testing/promotions.ts";
import { createTestShop } from "../../testing/shop.ts";
import { readTables } from "../helpers/dump.ts";
import { newShippingOption } from "../helpers/factories.ts";
import { refusalOf } from "../helpers/refusal.ts";

const eur = (amount: number) => ({ amount, currency: "EUR" });
const german = { ...address, country: "DE", city: "Berlin", postalCode: "10115" };
const austrian = { ...address, country: "AT", city: "Wien", postalCode: "1010" };

/** A shop in Germany, which knows the rates of Germany and Austria, and a cart with two of a product at 11.90 EUR. */
async function newScene(overrides: Partial<Deps> = {}) {
  const shop = await createTestShop(overrides);
  await shop.db.update(markets).set({ taxCountry: "DE" });
  const rate = { name: "VAT", taxClass: "standard", onShipping: true, reverseCharge: true, position: 0 };
  await shop.db.insert(taxCountries).values([{ country: "DE" }, { country: "AT" }]);
  await shop.db.insert(taxRates).values([
    { ...rate, country: "DE", rate: 190_000 },
    { ...rate, country: "AT", rate: 200_000 },
  ]);
  const { variantId, productId } = await newProduct(shop.db, { amount: 1190 });
  const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 2 }]);
  const { cart, order } = shop.client;
  const place = (more = {}) => order.place.mutate({ cartId, provider: "manual", ...more });
  const sendTo = (shipping: typeof address) => cart.setAddresses.mutate({ cartId, shipping });
  const show = () => cart.get.query({ cartId });
  return { ...shop, cart, cartId, variantId, productId, place, sendTo, show };
}

describe("taxes", () => {
  test("stand in the price, of where it is sent, on the line, the cart, the order and in the mail", async () => {
    const { sendTo, place, deliver, mails } = await newScene();
    const cart = await sendTo(german);
    const vat = (amount: number) => [{ name: "VAT", rate: 1900, amount: eur(amount) }];
    expect(cart).toMatchObject({
      lines: [
        { unitPrice: eur(1190), subtotal: eur(2380), tax: eur(380), taxes: vat(380), total: eur(2380) },
      ],
      shipping: { subtotal: eur(490), tax: eur(78), taxes: vat(78), total: eur(490) },
      taxes: vat(458),
      taxIncluded: true,
      taxRelief: null,
      taxEstimated: false,
      totals: { subtotal: eur(2380), shipping: eur(490), tax: eur(458), total: eur(2870) },
    });
    const { order } = await place();
    const { lines, shipping, taxes, taxIncluded, totals } = order;
    expect({ taxes, taxIncluded, totals }).toEqual({
      taxes: cart.taxes,
      taxIncluded: cart.taxIncluded,
      totals: cart.totals,
    });
    expect(lines).toMatchObject([{ taxes: vat(380), total: eur(2380) }]);
    expect(shipping).toMatchObject({ taxes: vat(78), total: eur(490) });
    await deliver();
    expect(mails.at(-1)?.text).toContain("of which VAT 19 %: 4.58 EUR");
  });

  test("follow the address at once, while what is paid stays", async () => {
    const { sendTo, show } = await newScene();
    const [there, back] = [await sendTo(austrian), await sendTo(german)];
    expect(there.taxes).toEqual([{ name: "VAT", rate: 2000, amount: eur(397 + 82) }]);
    expect(back.taxes).toEqual([{ name: "VAT", rate: 1900, amount: eur(458) }]);
    expect(there.totals.total).toEqual(back.totals.total);
    expect(await show()).toEqual(back);
  });

  test("come on top where prices do not hold them", async () => {
    const { db, sendTo, place } = await newScene();
    await db.update(markets).set({ pricesIncludeTax: false });
    const cart = await sendTo(german);
    expect(cart).toMatchObject({
      lines: [{ subtotal: eur(2380), tax: eur(452), total: eur(2832) }],
      taxIncluded: false,
      totals: {
        subtotal: eur(2380),
        shipping: eur(490),
        tax: eur(452 + 93),
        total: eur(2380 + 490 + 452 + 93),
      },
    });
    expect((await place()).order.totals).toEqual(cart.totals);
  });

  test("are owed by a company of another country itself: it pays without them", async () => {
    const { cart, cartId, sendTo, place, deliver, mails } = await newScene();
    await sendTo(austrian);
    const net = await cart.setVatId.mutate({ cartId, vatId: "atu 123 456 78" });
    expect(net).toMatchObject({
      vatId: "ATU12345678",
      taxRelief: "reverse_charge",
      taxes: [],
      lines: [{ unitPrice: eur(992), subtotal: eur(1984), tax: eur(0), total: eur(1984), issues: [] }],
      totals: { subtotal: eur(1984), tax: eur(0) },
    });
    const { order } = await place({ expectedTotal: net.totals.total });
    expect(order).toMatchObject({ vatId: "ATU12345678", taxRelief: "reverse_charge", totals: net.totals });
    await deliver();
    expect(mails.at(-1)?.text).toContain("Reverse charge: the tax is owed by ATU12345678");
  });

  test("are owed as ever at home, and where the id is another country's or taken away", async () => {
    const { cart, cartId, sendTo, show } = await newScene();
    const plain = await sendTo(german);
    for (const vatId of ["DE123456789", "ATU12345678", null]) {
      const { taxRelief, totals } = await cart.setVatId.mutate({ cartId, vatId });
      expect({ taxRelief, totals }).toEqual({ taxRelief: null, totals: plain.totals });
    }
    expect((await show()).vatId).toBeNull();
  });

  test.each(["DE12", "12345", "XX123456789", "Müller"])(
    "%p is no VAT id, and nothing changes",
    async (vatId) => {
      const { cart, cartId, show } = await newScene();
      const before = await show();
      expect(await refusalOf(cart.setVatId.mutate({ cartId, vatId }))).toMatchObject({
        code: "BAD_REQUEST",
        data: { issues: [{ path: "vatId" }] },
      });
      expect(await show()).toEqual(before);
    },
  );

  test("are none of a customer who is exempt", async () => {
    const shop = await newScene();
    const { client, customer } = await newCustomer(shop);
    await shop.db.update(customers).set({ taxExempt: true }).where(eq(customers.id, customer.id));
    await shop.sendTo(german);
    const { cart } = await client.cart.claim.mutate({ cartId: shop.cartId });
    expect(cart).toMatchObject({ taxRelief: "exempt", totals: { subtotal: eur(2000), tax: eur(0) } });
  });
});

describe("a calculator of taxes", () => {
  function newCalculator(answers = true) {
    const asked: TaxRequest[] = [];
    const assess: TaxCalculator["assess"] = async (request) => {
      asked.push(request);
      if (!answers) return undefined;
      const city = [{ name: "City tax", rate: 10_000, amount: 7 }];
      return { items: new Map(request.items.map(({ id }) => [id, city])), shipping: [] };
    };
    return { asked, taxCalculator: { assess } };
  }

  test("says what the taxes are of where it is sent", async () => {
    const { asked, taxCalculator } = newCalculator();
    const { sendTo, place } = await newScene({ taxCalculator });
    const cart = await sendTo(german);
    expect(cart).toMatchObject({ taxEstimated: false, totals: { tax: eur(7) } });
    expect(asked.at(-1)).toMatchObject({
      currency: "EUR",
      pricesIncludeTax: true,
      destination: { country: "DE", postalCode: "10115" },
      items: [{ taxClass: "standard", quantity: 2, amount: 2380 }],
      shippingAmount: 490,
    });
    const { order } = await place();
    expect(order.taxes).toEqual([{ name: "City tax", rate: 100, amount: eur(7) }]);
    const count = asked.length;
    expect((await place()).order).toEqual(order);
    expect(asked.length).toBe(count); // an order that was placed is not worked out anew
  });

  test("that has no answer leaves the shop's own rates, which is said", async () => {
    const { taxCalculator } = newCalculator(false);
    const { sendTo, place } = await newScene({ taxCalculator });
    const cart = await sendTo(german);
    expect(cart).toMatchObject({ taxEstimated: true, totals: { tax: eur(458) } });
    expect((await place()).order.totals).toEqual(cart.totals);
  });
});

describe("a cart of what is not sent", () => {
  test("needs neither an address nor a way of shipping", async () => {
    const { client, db } = await createTestShop();
    const { variantId } = await newProduct(db);
    await db.update(variants).set({ requiresShipping: false });
    const { id: cartId } = await client.cart.create.mutate();
    const cart = await client.cart.addLine.mutate({ cartId, variantId, quantity: 1 });
    expect(cart).toMatchObject({ requiresShipping: false, shipping: null, shippingOption: null });
    expect(await client.cart.shippingOptions.query({ cartId })).toEqual([]);
    const choose = client.cart.setShippingOption.mutate({ cartId, shippingOptionId: "ship_standard" });
    expect(await refusalOf(choose)).toMatchObject({ code: "SHIPPING_UNAVAILABLE" });
    await client.cart.setEmail.mutate({ cartId, email: "ada@example.com" });
    const { order } = await client.order.place.mutate({ cartId, provider: "manual" });
    expect(order).toMatchObject({
      shippingAddress: null,
      billingAddress: null,
      shippingOption: null,
      shipping: null,
      lines: [{ requiresShipping: false }],
      totals: { shipping: eur(0), total: eur(1000) },
    });
  });

  test("is taxed where it is billed", async () => {
    const { client, db, variantId } = await newScene();
    await db.update(variants).set({ requiresShipping: false });
    const { id: cartId } = await client.cart.create.mutate();
    await client.cart.addLine.mutate({ cartId, variantId, quantity: 1 });
    const billed = await client.cart.setAddresses.mutate({ cartId, billing: austrian });
    expect(billed.taxes).toMatchObject([{ rate: 2000 }]);
    const nowhere = client.cart.setAddresses.mutate({ cartId });
    expect(await refusalOf(nowhere)).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: "shipping" }] },
    });
  });
});

describe("shipping", () => {
  const steps = [
    { upTo: 1000, amount: 500 },
    { upTo: 5000, amount: 900 },
  ];

  test("goes by weight, is free from an amount after promotions, and is not on offer beyond its steps", async () => {
    const { cart, cartId, db, client } = await newScene();
    await db.update(variants).set({ weightGrams: 500 });
    await newShippingOption(db, {
      id: "ship_heavy",
      prices: { EUR: { by: "weight", steps, freeFrom: 5000 } },
    });
    const [line] = (await cart.get.query({ cartId })).lines;
    const priceFor = async (quantity: number) => {
      await cart.updateLine.mutate({ cartId, lineId: line?.id ?? "", quantity });
      const options = await client.cart.shippingOptions.query({ cartId });
      return options.find(({ id }) => id === "ship_heavy")?.price;
    };
    expect([await priceFor(2), await priceFor(3), await priceFor(5)]).toEqual([eur(500), eur(900), eur(0)]);
    await newPromotion(db);
    expect([await priceFor(4), await priceFor(11)]).toEqual([eur(900), undefined]);
  });

  test("that no longer takes the cart stays chosen, without a price, until another is", async () => {
    const { cart, cartId, db, place, sendTo } = await newScene();
    await newShippingOption(db, {
      id: "ship_germany",
      zones: [{ country: "DE", regions: null, postalCodes: null }],
    });
    await sendTo(german);
    const chosen = await cart.setShippingOption.mutate({ cartId, shippingOptionId: "ship_germany" });
    expect(chosen.shippingOption).toMatchObject({
      id: "ship_germany",
      price: eur(500),
      kind: "delivery",
      days: null,
    });
    const moved = await sendTo(austrian);
    expect(moved).toMatchObject({ shippingOption: { id: "ship_germany", price: null }, shipping: null });
    expect(await refusalOf(place())).toMatchObject({ code: "SHIPPING_UNAVAILABLE" });
    const archived = { status: "archived" } as const;
    await db.update(shippingOptions).set(archived).where(eq(shippingOptions.id, "ship_standard"));
    const again = cart.setShippingOption.mutate({ cartId, shippingOptionId: "ship_standard" });
    expect(await refusalOf(again)).toMatchObject({ code: "SHIPPING_UNAVAILABLE" });
  });

  test("is reduced by promotions of its own, and says so", async () => {
    const { show, place, db } = await newScene();
    const effect = { type: "percentage", target: "shipping", basisPoints: 10_000 } as const;
    const { id: promotionId } = await newPromotion(db, { name: "Free shipping", effect });
    const told = { promotionId, name: "Free shipping", code: null, amount: eur(490) };
    const cart = await show();
    expect(cart).toMatchObject({
      shipping: { subtotal: eur(490), discount: eur(490), total: eur(0), adjustments: [told] },
      promotions: [told],
      totals: { discount: eur(0), shipping: eur(0), total: eur(2380) },
    });
    expect((await place()).order).toMatchObject({
      shipping: { discount: eur(490), total: eur(0), adjustments: [told] },
      promotions: [told],
      totals: cart.totals,
    });
  });

  test("to a counter needs no address, and is taxed there", async () => {
    const { client, db, variantId } = await newScene();
    const id = await newShippingOption(db, {
      name: "Shop in Vienna",
      kind: "pickup",
      pickupAddress: austrian,
      minDays: 0,
      maxDays: 1,
      prices: { EUR: { by: "flat", steps: [{ upTo: null, amount: 0 }], freeFrom: null } },
    });
    const { id: cartId } = await client.cart.create.mutate();
    await client.cart.addLine.mutate({ cartId, variantId, quantity: 1 });
    await client.cart.setEmail.mutate({ cartId, email: "ada@example.com" });
    const cart = await client.cart.setShippingOption.mutate({ cartId, shippingOptionId: id });
    expect(cart).toMatchObject({
      shippingOption: { kind: "pickup", pickupAddress: { city: "Wien" }, days: { min: 0, max: 1 } },
      taxes: [{ rate: 2000 }],
    });
    const { order } = await client.order.place.mutate({ cartId, provider: "manual" });
    expect(order).toMatchObject({ shippingAddress: null, shippingOption: { name: "Shop in Vienna" } });
  });
});

test.each([
  ["JPY", 1234, { unit: 1234, discount: 247, tax: 202, total: 2221 }],
  ["KWD", 12_345, { unit: 12_345, discount: 2469, tax: 2020, total: 22_221 }],
] as const)(
  "in %s amounts are whole minor units, whatever their number of decimals",
  async (currency, amount, sums) => {
    const { client, db, variantId } = await newScene();
    await db.insert(markets).values({ code: "far", name: "Far", currency, taxCountry: "FA" });
    await db.insert(taxCountries).values({ country: "FA" });
    await db.insert(taxRates).values({
      country: "FA",
      rate: 100_000,
      name: "Tax",
      taxClass: "standard",
      onShipping: true,
      reverseCharge: false,
      position: 0,
    });
    await db.insert(prices).values({ variantId, currency, amount });
    await newPromotion(db);
    const { id: cartId } = await client.cart.create.mutate({ market: "far" });
    const cart = await client.cart.addLine.mutate({ cartId, variantId, quantity: 2 });
    const money = (amount: number) => ({ amount, currency });
    expect(cart.lines).toMatchObject([
      { unitPrice: money(sums.unit), discount: money(sums.discount), tax: money(sums.tax) },
    ]);
    expect(cart.totals.total).toEqual(money(sums.total));
  },
);

test("every refusal leaves the cart, and all else, as it was", async () => {
  const shop = await newScene();
  const { cart, cartId, variantId, db } = shop;
  const { id: promotionId } = await newPromotion(db, { codes: ["SPENT"], usageLimit: 1, uses: 1 });
  expect(promotionId).toBeDefined();
  const [line] = (await shop.show()).lines;
  const lineId = line?.id ?? "";
  await db.update(variants).set({ maxPerOrder: 50 });
  const gone = await newProduct(db, { status: "archived" });
  const before = await readTables(shop);
  const calls: [code: string, call: () => Promise<unknown>][] = [
    ["BAD_REQUEST", () => cart.addLine.mutate({ cartId, variantId, quantity: 49 })],
    ["BAD_REQUEST", () => cart.updateLine.mutate({ cartId, lineId, quantity: 51 })],
    ["OUT_OF_STOCK", () => cart.updateLine.mutate({ cartId, lineId, quantity: 101 })],
    ["VARIANT_UNAVAILABLE", () => cart.addLine.mutate({ cartId, variantId: gone.variantId, quantity: 1 })],
    ["NOT_FOUND", () => cart.updateLine.mutate({ cartId, lineId: "line_none", quantity: 1 })],
    ["NOT_FOUND", () => cart.removeLine.mutate({ cartId, lineId: "line_none" })],
    ["NOT_FOUND", () => cart.removeCoupon.mutate({ cartId, code: "NONE" })],
    ["COUPON_INVALID", () => cart.applyCoupon.mutate({ cartId, code: "NONE" })],
    ["COUPON_INVALID", () => cart.applyCoupon.mutate({ cartId, code: "SPENT" })],
    ["BAD_REQUEST", () => cart.setVatId.mutate({ cartId, vatId: "none" })],
    ["BAD_REQUEST", () => cart.setEmail.mutate({ cartId, email: "none" })],
    ["SHIPPING_UNAVAILABLE", () => cart.setShippingOption.mutate({ cartId, shippingOptionId: "none" })],
    ["UNAUTHENTICATED", () => cart.claim.mutate({ cartId })],
  ];
  for (const [code, call] of calls) expect((await refusalOf(call())).code).toBe(code as never);
  expect(await readTables(shop)).toEqual(before);
});
