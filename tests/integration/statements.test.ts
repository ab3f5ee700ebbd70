import { describe, expect, test } from "bun:test";
import { connect } from "../../client-sdk/src/connect.ts";
import { createClient } from "../../client-sdk/src/index.ts";
import { attributes, categories, markets } from "../../db/schema/index.ts";
import { newId } from "../../server/core/ids.ts";
import { startSession } from "../../server/modules/auth/sessions.ts";
import { systemContext } from "../../server/system-context.ts";
import { procedures } from "../../server/trpc/root.ts";
import { address, readyCart } from "../../testing/carts.ts";
import { newCustomer } from "../../testing/customers.ts";
import type { TestShop } from "../../testing/shop.ts";
import { newRole } from "../../testing/staff.ts";
import { addVariant, newDescribedProduct } from "../helpers/products.ts";
import { countStatements } from "../helpers/statements.ts";
import { type ProcedurePath, validInputs } from "../helpers/valid-inputs.ts";
import { copyOf, newIdentity, newKey, newWorld, type Person } from "../helpers/world.ts";

const world = await newWorld();
const more = 12;

// Sound: the compiler asks for an input of every path, and of no other.
const queries = (Object.keys(validInputs) as ProcedurePath[]).filter(
  (path) => procedures[path]?._def.type === "query",
);

const fetchOf = (shop: TestShop) => (url: string, init: RequestInit) => shop.app(new Request(url, init));

/** A copy of the world in which there is more of everything, and Alice with an order and a cart of many lines. */
async function grown(): Promise<{ shop: TestShop; me: Person }> {
  const { alice, categoryId, productId } = world;
  const shop = await copyOf(world);
  const { db } = shop;
  const client = createClient({
    url: "http://shop.test",
    fetch: fetchOf(shop),
    headers: { authorization: `Bearer ${alice.token}` },
  });
  const lines: { variantId: string; quantity: number }[] = [];
  const dates = { createdAt: new Date(), updatedAt: new Date() };
  for (let n = 0; n < more; n++) {
    const tags = ["tea", `tag-${n}`];
    const described = { title: `Coffee ${n}`, tags, categories: [categoryId], options: { Size: ["S", "M"] } };
    const { variantId } = await newDescribedProduct(db, described);
    lines.push({ variantId, quantity: 1 });
    await addVariant(db, productId, { optionValues: [`${n}`], position: n + 1 });
    await db
      .insert(categories)
      .values({ id: newId("cat"), slug: `c-${n}`, name: `C ${n}`, parentId: categoryId });
    await db.insert(attributes).values({ key: `a-${n}`, name: `A ${n}`, type: "text", ...dates });
    await db.insert(markets).values({ code: `m-${n}`, name: `M ${n}`, currency: "EUR" });
    await newCustomer(shop);
    await newKey(shop, []);
    await newRole(shop, []);
    await newIdentity(shop, alice.customerId);
    await startSession(systemContext(db), alice.customerId);
    await client.account.saveAddress.mutate({ label: `${n}`, address });
  }
  const { id } = await readyCart({ client }, lines);
  const { order } = await client.order.place.mutate({ cartId: id, provider: "manual" });
  const cart = await readyCart({ client }, lines);
  return { shop, me: { ...alice, orderId: order.id, cartId: cart.id } };
}

const large = await grown();
const small = { shop: await copyOf(world), me: world.alice };

async function statementsOf(path: ProcedurePath, { shop, me }: typeof small): Promise<number> {
  const isForStaff = path.startsWith("admin.");
  const { call } = connect({
    url: "http://shop.test",
    fetch: fetchOf(shop),
    headers: { authorization: `Bearer ${isForStaff ? world.owner.token : me.token}` },
    retry: 0,
  });
  const input = validInputs[path](world, me);
  await call({ kind: "query", path, input }); // what is written once, such as when somebody was last seen, is
  const counted = countStatements(shop.database.client);
  await call({ kind: "query", path, input });
  return counted();
}

describe("however much there is, as many statements are asked by", () => {
  test.each(queries)("%s", async (path) => {
    const few = await statementsOf(path, small);
    expect(few).toBeGreaterThan(0);
    expect(await statementsOf(path, large)).toBeLessThanOrEqual(few);
  });
});
