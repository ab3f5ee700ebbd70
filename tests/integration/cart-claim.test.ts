import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { cartLines, carts, variants } from "../../db/schema/index.ts";
import { newId } from "../../server/core/ids.ts";
import { address, readyCart } from "../../testing/carts.ts";
import { newCustomer } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { newPromotion } from "../../testing/promotions.ts";
import { createTestShop } from "../../testing/shop.ts";
import { signIn } from "../helpers/customers.ts";
import { readTables } from "../helpers/dump.ts";
import { setStock } from "../helpers/factories.ts";
import { refusalOf } from "../helpers/refusal.ts";

/** A shop with two products, a guest and a customer. */
async function newScene() {
  const shop = await createTestShop();
  const [tea, cup] = [await newProduct(shop.db), await newProduct(shop.db)];
  const customer = await newCustomer(shop);
  const fill = async (
    client = shop.client,
    ...lines: [variantId: string, quantity: number, engraving?: string][]
  ) => {
    const { id: cartId } = await client.cart.create.mutate({});
    for (const [variantId, quantity, engraving] of lines) {
      const attributes = engraving === undefined ? undefined : { engraving };
      await client.cart.addLine.mutate({ cartId, variantId, quantity, attributes });
    }
    return cartId;
  };
  return {
    ...shop,
    guest: shop.client,
    customer,
    mine: customer.client.cart,
    tea: tea.variantId,
    cup: cup.variantId,
    fill,
  };
}

describe("a guest's cart that is claimed", () => {
  test("is the customer's alone, on every device, as it was", async () => {
    const { guest, customer, mine, tea, fill, ...shop } = await newScene();
    const cartId = await fill(guest, [tea, 2]);
    const before = await guest.cart.get.query({ cartId });
    const { cart, capped } = await mine.claim.mutate({ cartId });
    expect(capped).toEqual([]);
    expect(cart).toEqual({ ...before, version: before.version + 1, updatedAt: cart.updatedAt });
    expect(await refusalOf(guest.cart.get.query({ cartId }))).toMatchObject({ code: "NOT_FOUND" });
    const phone = await signIn({ ...shop, client: guest }, customer.email, "phone");
    expect(await phone.client.cart.current.query()).toEqual(cart);
    expect(await mine.claim.mutate({ cartId })).toEqual({ cart, capped: [], droppedCodes: [] });
  });

  test("goes into the cart that the customer has: equal lines add up, others stand beside", async () => {
    const { guest, customer, mine, tea, cup, fill } = await newScene();
    const own = await fill(customer.client, [tea, 1], [tea, 1, "Ada"]);
    const cartId = await fill(guest, [tea, 2], [tea, 3, "Eve"], [cup, 4]);
    const { cart, capped } = await mine.claim.mutate({ cartId });
    expect(cart.id).toBe(own);
    expect(capped).toEqual([]);
    expect(
      cart.lines.map(({ variantId, quantity, attributes }) => [variantId, quantity, attributes]),
    ).toEqual([
      [tea, 3, {}],
      [tea, 1, { engraving: "Ada" }],
      [tea, 3, { engraving: "Eve" }],
      [cup, 4, {}],
    ]);
    expect(await mine.get.query({ cartId: own })).toEqual(cart);
    expect(await refusalOf(guest.cart.get.query({ cartId }))).toMatchObject({ code: "NOT_FOUND" });
    expect(await mine.claim.mutate({ cartId })).toEqual({ cart, capped, droppedCodes: [] });
    const ended = await mine.get.query({ cartId });
    expect(ended).toMatchObject({ status: "merged", lines: [], email: null, coupons: [] });
    for (const call of [
      () => mine.addLine.mutate({ cartId, variantId: tea, quantity: 1 }),
      () => customer.client.order.place.mutate({ cartId, provider: "manual" }),
    ]) {
      expect(await refusalOf(call())).toMatchObject({ code: "CART_NOT_OPEN" });
    }
  });

  test("brings along what the other lacks: e-mail, addresses, shipping, codes", async () => {
    const { guest, customer, mine, tea, fill, db } = await newScene();
    await newPromotion(db, { codes: ["SPRING"] });
    const own = await fill(customer.client, [tea, 1]);
    const { id: cartId } = await readyCart({ client: guest }, [{ variantId: tea, quantity: 1 }]);
    await guest.cart.applyCoupon.mutate({ cartId, code: "spring" });
    const { cart } = await mine.claim.mutate({ cartId });
    expect(cart).toMatchObject({
      id: own,
      email: "ada@example.com",
      shippingAddress: address,
      shippingOption: { id: "ship_standard" },
      coupons: [{ code: "SPRING", applied: true, reason: null }],
      totals: { subtotal: { amount: 2000 }, discount: { amount: 200 } },
    });
    expect(await mine.get.query({ cartId: own })).toEqual(cart);
  });

  test("keeps what the other has", async () => {
    const { guest, customer, mine, tea, fill } = await newScene();
    const own = await fill(customer.client, [tea, 1]);
    const elsewhere = { ...address, city: "Bath" };
    await mine.setEmail.mutate({ cartId: own, email: "own@example.com" });
    await mine.setAddresses.mutate({ cartId: own, shipping: elsewhere });
    const { id: cartId } = await readyCart({ client: guest }, [{ variantId: tea, quantity: 1 }]);
    const { cart } = await mine.claim.mutate({ cartId });
    expect(cart).toMatchObject({ email: "own@example.com", shippingAddress: elsewhere });
  });

  test("is capped at the limits, which is said, and loses no line; stock is none of them", async () => {
    const { guest, customer, mine, tea, cup, fill, db } = await newScene();
    await db.update(variants).set({ maxPerOrder: 5 }).where(eq(variants.id, tea));
    const own = await fill(customer.client, [tea, 4], [cup, 9]);
    const cartId = await fill(guest, [tea, 3], [tea, 2, "Ada"], [cup, 3]);
    await setStock(db, cup, { onHand: 10 });
    const answer = await mine.claim.mutate({ cartId });
    const { cart, capped } = answer;
    expect(cart.lines.map(({ quantity, issues }) => [quantity, issues.map(({ code }) => code)])).toEqual([
      [5, ["TOO_MANY"]],
      [12, ["OUT_OF_STOCK"]],
      [1, ["TOO_MANY"]],
    ]);
    expect(capped).toEqual([
      { lineId: cart.lines[0]?.id ?? "", variantId: tea, wanted: 7, quantity: 5 },
      { lineId: cart.lines[2]?.id ?? "", variantId: tea, wanted: 2, quantity: 1 },
    ]);
    expect(await mine.claim.mutate({ cartId })).toEqual(answer);
    expect(await mine.get.query({ cartId: own })).toEqual(cart);
  });

  test("brings as many codes as a cart takes, and says which it does not", async () => {
    const { guest, customer, mine, tea, fill, db } = await newScene();
    const codes = Array.from({ length: 12 }, (_, index) => `CODE-${String(index).padStart(2, "0")}`);
    const effect = { type: "fixed_amount", target: "order", amounts: { EUR: 1 } } as const;
    for (const code of codes) await newPromotion(db, { codes: [code], effect });
    const own = await fill(customer.client, [tea, 1]);
    const cartId = await fill(guest, [tea, 1]);
    for (const code of codes.slice(0, 8)) await mine.applyCoupon.mutate({ cartId: own, code });
    for (const code of codes.slice(7)) await guest.cart.applyCoupon.mutate({ cartId, code });
    const answer = await mine.claim.mutate({ cartId });
    expect(answer.cart.coupons.map(({ code }) => code)).toEqual(codes.slice(0, 10));
    expect(answer.droppedCodes).toEqual(codes.slice(10));
    expect(await mine.claim.mutate({ cartId })).toEqual(answer);
  });

  test("goes into none that would have more than a hundred lines: both stay as they are", async () => {
    const { guest, customer, mine, tea, fill, db, ...shop } = await newScene();
    const own = await fill(customer.client, [tea, 1]);
    const cartId = await fill(guest, [tea, 1, "Ada"]);
    const filler = (id: string, index: number) => ({
      id: newId("line"),
      cartId: id,
      variantId: tea,
      quantity: 1,
      attributes: JSON.stringify({ number: `${id} ${index}` }),
      seenUnitAmount: 1000,
      createdAt: new Date(),
    });
    for (const id of [own, cartId]) {
      await db.insert(cartLines).values(Array.from({ length: 50 }, (_, index) => filler(id, index)));
    }
    const before = await readTables({ ...shop, client: guest, db });
    expect(await refusalOf(mine.claim.mutate({ cartId }))).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: "cartId" }] },
    });
    expect(await readTables({ ...shop, client: guest, db })).toEqual(before);
  });

  test("that was ordered, or is of somebody else, is not to be had", async () => {
    const { guest, mine, tea, fill, ...shop } = await newScene();
    const { id: ordered } = await readyCart({ client: guest }, [{ variantId: tea, quantity: 1 }]);
    await guest.order.place.mutate({ cartId: ordered, provider: "manual" });
    expect(await refusalOf(mine.claim.mutate({ cartId: ordered }))).toMatchObject({ code: "CART_NOT_OPEN" });
    const other = await newCustomer(shop);
    const theirs = await fill(other.client, [tea, 1]);
    expect(await refusalOf(mine.claim.mutate({ cartId: theirs }))).toMatchObject({ code: "NOT_FOUND" });
  });

  test("of another market does not go into the one of this", async () => {
    const { guest, mine, fill, customer, tea, db } = await newScene();
    await fill(customer.client, [tea, 1]);
    const cartId = await fill(guest, [tea, 1]);
    await db.update(carts).set({ currency: "USD" }).where(eq(carts.id, cartId));
    const { cart } = await mine.claim.mutate({ cartId });
    expect(cart).toMatchObject({ id: cartId, currency: "USD" });
  });
});

describe("at once", () => {
  test("two claims of one cart answer the same, and no unit counts twice", async () => {
    const { guest, customer, mine, tea, fill } = await newScene();
    const own = await fill(customer.client, [tea, 1]);
    const cartId = await fill(guest, [tea, 2]);
    const answers = await Promise.all(Array.from({ length: 4 }, () => mine.claim.mutate({ cartId })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await mine.get.query({ cartId: own })).lines.map(({ quantity }) => quantity)).toEqual([3]);
  });

  test("a customer with no cart claims several: they all go into one", async () => {
    const { guest, mine, tea, cup, fill, db } = await newScene();
    const all = [await fill(guest, [tea, 1]), await fill(guest, [tea, 2]), await fill(guest, [cup, 3])];
    await Promise.all(all.map((cartId) => mine.claim.mutate({ cartId })));
    const current = await mine.current.query();
    const units = Object.fromEntries((current?.lines ?? []).map((line) => [line.variantId, line.quantity]));
    expect(units).toEqual({ [tea]: 3, [cup]: 3 });
    expect((await db.select().from(carts).where(eq(carts.status, "open"))).length).toBe(1);
  });

  test("two customers claim one cart: one has it, and for the other it is not there", async () => {
    const { guest, mine, tea, fill, ...shop } = await newScene();
    const other = await newCustomer(shop);
    const cartId = await fill(guest, [tea, 1]);
    const outcomes = await Promise.allSettled([
      mine.claim.mutate({ cartId }),
      other.client.cart.claim.mutate({ cartId }),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("the guest adds while the cart is claimed: what was answered is in one of both", async () => {
    const { guest, customer, mine, tea, cup, fill } = await newScene();
    const own = await fill(customer.client, [tea, 1]);
    const cartId = await fill(guest, [tea, 1]);
    const [added] = await Promise.allSettled([
      guest.cart.addLine.mutate({ cartId, variantId: cup, quantity: 1 }),
      mine.claim.mutate({ cartId }),
    ]);
    const { lines } = await mine.get.query({ cartId: own });
    expect(lines.some(({ variantId }) => variantId === cup)).toBe(added.status === "fulfilled");
  });
});

describe("the customer's current cart", () => {
  test("is the one in the market that changed last, while it is open", async () => {
    const { customer, mine, tea, fill } = await newScene();
    expect(await mine.current.query()).toBeNull();
    const [first, second] = [await fill(customer.client, [tea, 1]), await fill(customer.client, [tea, 2])];
    await readyCart(customer, [{ variantId: tea, quantity: 1 }]).then(({ id: cartId }) =>
      customer.client.order.place.mutate({ cartId, provider: "manual" }),
    );
    expect((await mine.current.query())?.id).toBe(second);
    await mine.addLine.mutate({ cartId: first, variantId: tea, quantity: 1 });
    expect((await mine.current.query())?.id).toBe(first);
    expect(await mine.current.query({ market: "atlantis" })).toBeNull();
  });
});
