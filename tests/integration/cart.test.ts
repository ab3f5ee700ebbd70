import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { carts, markets, prices, products } from "../../db/schema/index.ts";
import { address, readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newShippingOption, setStock } from "../helpers/factories.ts";
import { refusalOf } from "../helpers/refusal.ts";

const eur = (amount: number) => ({ amount, currency: "EUR" });

describe("a new cart", () => {
  test("is empty and costs nothing, in the default market's currency", async () => {
    const { client } = await createTestShop();
    const cart = await client.cart.create.mutate();
    expect(cart).toMatchObject({
      version: 1,
      status: "open",
      market: "default",
      currency: "EUR",
      email: null,
      shippingAddress: null,
      shippingOption: null,
      lines: [],
      totals: { subtotal: eur(0), discount: eur(0), shipping: eur(0), tax: eur(0), total: eur(0) },
    });
    expect(await client.cart.get.query({ cartId: cart.id })).toEqual(cart);
  });

  test("is in the market asked for, and sells at its prices alone", async () => {
    const { client, db } = await createTestShop();
    await db.insert(markets).values({ code: "jp", name: "Japan", currency: "JPY" });
    const { variantId } = await newProduct(db);
    const { id: cartId, currency } = await client.cart.create.mutate({ market: "jp" });
    expect(currency).toBe("JPY");
    const add = () => client.cart.addLine.mutate({ cartId, variantId, quantity: 1 });
    expect(await refusalOf(add())).toEqual({ code: "VARIANT_UNAVAILABLE", data: { variantId } });
    await db.insert(prices).values({ variantId, currency: "JPY", amount: 1600 });
    expect((await add()).totals.total).toEqual({ amount: 1600, currency: "JPY" });
  });

  test("needs a market that exists", async () => {
    const { client } = await createTestShop();
    expect(await refusalOf(client.cart.create.mutate({ market: "atlantis" }))).toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("lines", () => {
  test("show what is bought and add up", async () => {
    const { client, db } = await createTestShop();
    const tea = await newProduct(db, { title: "Tea", amount: 450, sku: "TEA-1" });
    const cup = await newProduct(db, { title: "Cup", amount: 1290 });
    const { id: cartId } = await client.cart.create.mutate({});
    await client.cart.addLine.mutate({ cartId, variantId: tea.variantId, quantity: 3 });
    const cart = await client.cart.addLine.mutate({ cartId, variantId: cup.variantId, quantity: 1 });
    expect(cart.version).toBe(3);
    expect(cart.lines).toMatchObject([
      {
        title: "Tea",
        sku: "TEA-1",
        productSlug: tea.slug,
        quantity: 3,
        unitPrice: eur(450),
        total: eur(1350),
      },
      { title: "Cup", sku: null, quantity: 1, unitPrice: eur(1290), total: eur(1290), issues: [] },
    ]);
    expect(cart.totals).toMatchObject({ subtotal: eur(2640), total: eur(2640) });
  });

  test("of one variant join into one", async () => {
    const { client, db } = await createTestShop();
    const { variantId } = await newProduct(db);
    const { id: cartId } = await client.cart.create.mutate({});
    await client.cart.addLine.mutate({ cartId, variantId, quantity: 1 });
    const { lines } = await client.cart.addLine.mutate({ cartId, variantId, quantity: 2 });
    expect(lines.map(({ quantity }) => quantity)).toEqual([3]);
  });

  test("added from two tabs at once all take effect", async () => {
    const { client, db } = await createTestShop();
    const variants = await Promise.all(Array.from({ length: 10 }, () => newProduct(db)));
    const { id: cartId } = await client.cart.create.mutate({});
    const adds = [...variants, ...variants].map(({ variantId }) =>
      client.cart.addLine.mutate({ cartId, variantId, quantity: 1 }),
    );
    await Promise.all(adds);
    const { lines, version } = await client.cart.get.query({ cartId });
    expect(lines.map(({ quantity }) => quantity)).toEqual(Array(10).fill(2));
    expect(version).toBe(21);
  });

  test("are set, and removed by a quantity of nothing or by name", async () => {
    const { client, db } = await createTestShop();
    const { variantId } = await newProduct(db);
    const { id: cartId } = await client.cart.create.mutate({});
    const add = async () =>
      (await client.cart.addLine.mutate({ cartId, variantId, quantity: 1 })).lines[0]?.id ?? "";
    const lineId = await add();
    const set = await client.cart.updateLine.mutate({ cartId, lineId, quantity: 7 });
    expect(set.lines[0]?.quantity).toBe(7);
    expect((await client.cart.updateLine.mutate({ cartId, lineId, quantity: 0 })).lines).toEqual([]);
    expect((await client.cart.removeLine.mutate({ cartId, lineId: await add() })).lines).toEqual([]);
  });

  test.each([0, -1, 1.5, 10_000])("refuse a quantity of %p, naming the field", async (quantity) => {
    const { client, db } = await createTestShop();
    const { variantId } = await newProduct(db);
    const { id: cartId } = await client.cart.create.mutate({});
    expect(await refusalOf(client.cart.addLine.mutate({ cartId, variantId, quantity }))).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: "quantity" }] },
    });
    expect((await client.cart.get.query({ cartId })).version).toBe(1);
  });

  test("hold no more than a cart's limits, and say which was reached", async () => {
    const { client, db } = await createTestShop();
    const { variantId } = await newProduct(db, { policy: "untracked" });
    const { id: cartId } = await client.cart.create.mutate({});
    await client.cart.addLine.mutate({ cartId, variantId, quantity: 9_999 });
    expect(await refusalOf(client.cart.addLine.mutate({ cartId, variantId, quantity: 1 }))).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: "quantity" }] },
    });
    for (let i = 1; i < 100; i++) {
      await client.cart.addLine.mutate({ cartId, variantId: (await newProduct(db)).variantId, quantity: 1 });
    }
    const oneMore = await newProduct(db);
    const refused = client.cart.addLine.mutate({ cartId, variantId: oneMore.variantId, quantity: 1 });
    expect(await refusalOf(refused)).toMatchObject({ data: { issues: [{ path: "variantId" }] } });
  });

  test.each([
    ["unknown", {}, "var_unknown"],
    ["draft", { status: "draft" }, undefined],
    ["archived", { status: "archived" }, undefined],
    ["yet to be published", { publishedAt: new Date(Date.now() + 60_000) }, undefined],
    ["without a price", { amount: null }, undefined],
  ] as const)("refuse a variant that is %s", async (_, traits, unknownId) => {
    const { client, db } = await createTestShop();
    const product = await newProduct(db, traits);
    const variantId = unknownId ?? product.variantId;
    const { id: cartId } = await client.cart.create.mutate({});
    expect(await refusalOf(client.cart.addLine.mutate({ cartId, variantId, quantity: 1 }))).toEqual({
      code: "VARIANT_UNAVAILABLE",
      data: { variantId },
    });
  });

  test("refuse more than can be sold, saying how many there are, and keep the cart as it was", async () => {
    const { client, db } = await createTestShop();
    const { variantId } = await newProduct(db, { onHand: 5 });
    const { id: cartId } = await client.cart.create.mutate({});
    const before = await client.cart.addLine.mutate({ cartId, variantId, quantity: 4 });
    const outOfStock = { code: "OUT_OF_STOCK" as const, data: { variantId, available: 5 } };
    expect(await refusalOf(client.cart.addLine.mutate({ cartId, variantId, quantity: 2 }))).toEqual(
      outOfStock,
    );
    const lineId = before.lines[0]?.id ?? "";
    expect(await refusalOf(client.cart.updateLine.mutate({ cartId, lineId, quantity: 6 }))).toEqual(
      outOfStock,
    );
    expect(await client.cart.get.query({ cartId })).toEqual(before);
  });

  test.each(["backorder", "untracked"] as const)(
    "of stock that is %s are not limited by it",
    async (policy) => {
      const { client, db } = await createTestShop();
      const { variantId } = await newProduct(db, { onHand: 0, policy });
      const { id: cartId } = await client.cart.create.mutate({});
      const { lines } = await client.cart.addLine.mutate({ cartId, variantId, quantity: 50 });
      expect(lines[0]).toMatchObject({ quantity: 50, issues: [] });
    },
  );

  test("of another cart are not found", async () => {
    const { client, db } = await createTestShop();
    const { variantId } = await newProduct(db);
    const mine = await readyCart({ client }, [{ variantId, quantity: 1 }]);
    const { id: cartId } = await client.cart.create.mutate({});
    const lineId = mine.lines[0]?.id ?? "";
    expect(await refusalOf(client.cart.updateLine.mutate({ cartId, lineId, quantity: 2 }))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await refusalOf(client.cart.removeLine.mutate({ cartId, lineId }))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await client.cart.get.query({ cartId: mine.id })).toEqual(mine);
  });
});

test("a cart at every limit still adds up exactly, and takes not one unit more", async () => {
  const { client, db } = await createTestShop();
  const { id: cartId } = await client.cart.create.mutate({});
  for (let i = 0; i < 5; i++) {
    const { variantId } = await newProduct(db, { amount: 100_000_000_000, policy: "untracked" });
    await client.cart.addLine.mutate({ cartId, variantId, quantity: 9_000 });
  }
  const { variantId } = await newProduct(db, { amount: 1 });
  const full = await client.cart.get.query({ cartId });
  expect(full.totals.total.amount).toBe(4_500_000_000_000_000);
  expect(await refusalOf(client.cart.addLine.mutate({ cartId, variantId, quantity: 1 }))).toMatchObject({
    code: "BAD_REQUEST",
    data: { issues: [{ path: "quantity" }] },
  });
  expect(await client.cart.get.query({ cartId })).toEqual(full);
});

describe("what changes under a line stays visible on it", () => {
  test("a price, until the shopper changes the line", async () => {
    const { client, db } = await createTestShop();
    const { variantId } = await newProduct(db, { amount: 1000 });
    const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 2 }]);
    await db.update(prices).set({ amount: 1200 }).where(eq(prices.variantId, variantId));
    const { lines, totals } = await client.cart.get.query({ cartId });
    expect(lines[0]).toMatchObject({
      unitPrice: eur(1200),
      total: eur(2400),
      issues: [{ code: "PRICE_CHANGED", seenUnitPrice: eur(1000) }],
    });
    expect(totals.subtotal).toEqual(eur(2400));
    const seen = await client.cart.updateLine.mutate({ cartId, lineId: lines[0]?.id ?? "", quantity: 2 });
    expect(seen.lines[0]?.issues).toEqual([]);
  });

  test("stock that others bought, and a product that is no longer for sale", async () => {
    const { client, db } = await createTestShop();
    const { variantId, productId } = await newProduct(db, { onHand: 5 });
    const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 3 }]);
    const issues = async () => (await client.cart.get.query({ cartId })).lines[0]?.issues;
    await setStock(db, variantId, { reserved: 4 });
    expect(await issues()).toEqual([{ code: "OUT_OF_STOCK", available: 1 }]);
    await db.update(products).set({ status: "archived" }).where(eq(products.id, productId));
    expect(await issues()).toEqual([{ code: "VARIANT_UNAVAILABLE" }]);
  });
});

describe("delivery", () => {
  test("the e-mail and the addresses are kept as given", async () => {
    const { client } = await createTestShop();
    const { id: cartId } = await client.cart.create.mutate({});
    await client.cart.setEmail.mutate({ cartId, email: "ada@example.com" });
    const billing = { ...address, company: "Analytical Engines", line2: "2nd floor", phone: "+44 20" };
    const cart = await client.cart.setAddresses.mutate({ cartId, shipping: address, billing });
    expect(cart).toMatchObject({
      email: "ada@example.com",
      shippingAddress: address,
      billingAddress: billing,
    });
  });

  test.each([
    ["country", { country: "XX" }],
    ["country", { country: "gb" }],
    ["city", { city: "  " }],
    ["line1", { line1: "x".repeat(201) }],
    ["postalCode", { country: "DE", postalCode: "SW1Y 4JH" }],
    ["postalCode", { country: "FR", postalCode: "" }],
    ["region", { country: "US", postalCode: "20500" }],
  ])("an address with a wrong %s is refused by field", async (field, wrong) => {
    const { client } = await createTestShop();
    const { id: cartId } = await client.cart.create.mutate({});
    const call = client.cart.setAddresses.mutate({ cartId, shipping: { ...address, ...wrong } });
    expect(await refusalOf(call)).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: `shipping.${field}` }] },
    });
  });

  test("an address does without a postal code where its country has none, and another is written as there", async () => {
    const { client } = await createTestShop();
    const { id: cartId } = await client.cart.create.mutate({});
    const shipping = { ...address, country: "HK", city: "Kowloon", postalCode: "" };
    const billing = { ...address, postalCode: "sw1y4jh" };
    const cart = await client.cart.setAddresses.mutate({ cartId, shipping, billing });
    expect(cart).toMatchObject({ shippingAddress: shipping, billingAddress: address });
  });

  test("an address from before a rule of its country was known is still shown", async () => {
    const { client, db } = await createTestShop();
    const { id: cartId } = await client.cart.create.mutate({});
    const before = { ...address, country: "US", postalCode: "2050" };
    await db.update(carts).set({ shippingAddress: before });
    expect((await client.cart.get.query({ cartId })).shippingAddress).toEqual(before);
  });

  test.each(["ada", "ada@", "@example.com", `${"a".repeat(250)}@example.com`])(
    "%p is no e-mail address",
    async (email) => {
      const { client } = await createTestShop();
      const { id: cartId } = await client.cart.create.mutate({});
      expect(await refusalOf(client.cart.setEmail.mutate({ cartId, email }))).toMatchObject({
        code: "BAD_REQUEST",
        data: { issues: [{ path: "email" }] },
      });
    },
  );

  test("the options are those that deliver to the address, and one of them can be chosen", async () => {
    const { client, db } = await createTestShop();
    await newShippingOption(db, {
      id: "ship_island",
      zones: [{ country: "IS", regions: null, postalCodes: null }],
      position: 9,
    });
    const { variantId } = await newProduct(db);
    const { id: cartId } = await client.cart.create.mutate({});
    await client.cart.addLine.mutate({ cartId, variantId, quantity: 1 });
    const ids = async () => (await client.cart.shippingOptions.query({ cartId })).map(({ id }) => id);
    expect(await ids()).toEqual(["ship_standard", "ship_express", "ship_island"]);
    await client.cart.setAddresses.mutate({ cartId, shipping: address });
    expect(await ids()).toEqual(["ship_standard", "ship_express"]);
    for (const shippingOptionId of ["ship_island", "ship_unknown"]) {
      expect(
        await refusalOf(client.cart.setShippingOption.mutate({ cartId, shippingOptionId })),
      ).toMatchObject({
        code: "SHIPPING_UNAVAILABLE",
      });
    }
    const cart = await client.cart.setShippingOption.mutate({ cartId, shippingOptionId: "ship_express" });
    expect(cart.shippingOption).toMatchObject({ id: "ship_express", price: eur(1290) });
    expect(cart.totals).toMatchObject({ shipping: eur(1290), total: eur(2290) });
  });
});

test("a cart that does not exist is not found, whatever is asked of it", async () => {
  const { client } = await createTestShop();
  const { cart } = client;
  const cartId = "cart_unknown";
  const calls = [
    () => cart.get.query({ cartId }),
    () => cart.addLine.mutate({ cartId, variantId: "var_x", quantity: 1 }),
    () => cart.updateLine.mutate({ cartId, lineId: "line_x", quantity: 1 }),
    () => cart.removeLine.mutate({ cartId, lineId: "line_x" }),
    () => cart.setEmail.mutate({ cartId, email: "ada@example.com" }),
    () => cart.setAddresses.mutate({ cartId, shipping: address }),
    () => cart.shippingOptions.query({ cartId }),
    () => cart.setShippingOption.mutate({ cartId, shippingOptionId: "ship_standard" }),
    () => client.order.place.mutate({ cartId, provider: "manual" }),
  ];
  for (const call of calls) expect(await refusalOf(call())).toMatchObject({ code: "NOT_FOUND" });
});

test("an ordered cart can be read but no longer changed", async () => {
  const { client, db } = await createTestShop();
  const { variantId } = await newProduct(db, { onHand: 1 });
  const { id: cartId, lines } = await readyCart({ client }, [{ variantId, quantity: 1 }]);
  await client.order.place.mutate({ cartId, provider: "manual" });
  const { cart } = client;
  const ordered = await cart.get.query({ cartId });
  expect(ordered.status).toBe("ordered");
  expect(ordered.lines.map(({ issues }) => issues)).toEqual([[]]);
  const lineId = lines[0]?.id ?? "";
  const calls = [
    () => cart.addLine.mutate({ cartId, variantId, quantity: 1 }),
    () => cart.updateLine.mutate({ cartId, lineId, quantity: 2 }),
    () => cart.removeLine.mutate({ cartId, lineId }),
    () => cart.setEmail.mutate({ cartId, email: "eve@example.com" }),
    () => cart.setAddresses.mutate({ cartId, shipping: address }),
    () => cart.setShippingOption.mutate({ cartId, shippingOptionId: "ship_express" }),
  ];
  for (const call of calls) expect(await refusalOf(call())).toMatchObject({ code: "CART_NOT_OPEN" });
  expect(await cart.get.query({ cartId })).toEqual(ordered);
});
