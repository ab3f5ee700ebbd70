import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { BlockList } from "node:net";
import sharp from "sharp";
import { createClient, type ShopClient } from "../../client-sdk/src/index.ts";
import { openDatabase } from "../../db/client.ts";
import type { Deps } from "../../server/deps.ts";
import { readyCart } from "../../testing/carts.ts";
import { newEmail, password } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { clientAddress, type FlyProxy, startFlyProxy } from "../helpers/fly-proxy.ts";
import type { Machine } from "../helpers/fly-routing.ts";
import { newLogRecorder } from "../helpers/logs.ts";
import { unusedPort } from "../helpers/unused-port.ts";
import { happen, newOrder, watch } from "../helpers/watching.ts";

const primaryRegion = "ams";
const regions = [primaryRegion, "iad", "syd"];

const trustedProxies = new BlockList();
trustedProxies.addAddress("127.0.0.1"); // where the proxy connects from

interface World {
  /** All on the one store, each with a connection of its own. */
  shopIn(region: string): TestShop;
  machines: Machine[];
  proxy: FlyProxy;
  clientNear(region: string): ShopClient;
  /** Does something and answers the paths that were asked for, each with the machines it went to. */
  routesOf(work: () => Promise<unknown>): Promise<string[][]>;
}

const open: FlyProxy[] = [];

afterAll(() => Promise.all(open.map((proxy) => proxy.close())));

/** One machine in each region. */
async function openRegions(depsOf: (region: string) => Partial<Deps> = () => ({})): Promise<World> {
  const url = await newDatabaseUrl();
  const shops = new Map<string, TestShop>();
  const machines: Machine[] = [];
  for (const region of regions) {
    const fly = { region, primaryRegion };
    const shop = await createTestShop({
      database: openDatabase({ url }),
      fly,
      trustedProxies,
      ...depsOf(region),
    });
    shops.set(region, shop);
    machines.push({ id: `m-${region}`, region, url: shop.listen() });
  }
  const proxy = startFlyProxy(machines);
  open.push(proxy);
  return {
    shopIn: (region) => shops.get(region) ?? expect.unreachable(region),
    machines,
    proxy,
    clientNear: (region) => createClient({ url: proxy.near(region), retry: 0 }),
    async routesOf(work) {
      const before = proxy.routes.length;
      await work();
      return proxy.routes.slice(before).map(({ path, machines: ids }) => [path.slice(1), ...ids]);
    },
  };
}

const json = { "content-type": "application/json" };

/** A new cart, asked for without the client package. */
function postCart({ proxy }: World, region: string, headers: Record<string, string> = {}, note = "") {
  return fetch(`${proxy.near(region)}/trpc/cart.create`, {
    method: "POST",
    headers: { ...json, ...headers },
    body: JSON.stringify({ json: {}, note }),
  });
}

describe("a shop in three regions", () => {
  let world: World;

  beforeAll(async () => {
    world = await openRegions();
  });

  test.each(regions)(
    "sells to who comes in near %s: the catalogue is read there, all else where the database is",
    async (region) => {
      const { shopIn, clientNear, routesOf } = world;
      const { variantId, slug } = await newProduct(shopIn(primaryRegion).db);
      const client = clientNear(region);
      const [here, primary] = [`m-${region}`, `m-${primaryRegion}`];
      const there = here === primary ? [primary] : [here, primary];

      expect(await routesOf(() => client.catalog.product.query({ slug }))).toEqual([
        ["trpc/catalog.product", here],
      ]);
      const routes = await routesOf(async () => {
        const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 2 }]);
        expect(await client.cart.get.query({ cartId })).toMatchObject({
          lines: [{ variantId, quantity: 2 }],
        });
        const { order, accessToken } = await client.order.place.mutate({
          cartId,
          provider: "manual",
          method: "test_card",
        });
        for (const other of regions) {
          const seen = await clientNear(other).order.get.query({
            id: order.id,
            accessToken: accessToken ?? "",
          });
          expect(seen.id).toBe(order.id);
        }
      });
      for (const [, ...machines] of routes.slice(0, -regions.length)) expect(machines).toEqual(there);
      for (const [, ...machines] of routes) expect(machines.at(-1)).toBe(primary);
    },
  );

  test("is as open where it has no machine", async () => {
    const product = await newProduct(world.shopIn(primaryRegion).db);
    const { slug } = await world.clientNear("gru").catalog.product.query({ slug: product.slug });
    expect(slug).toBe(product.slug);
  });

  test("tells who watches an order in another region what happened to it", async () => {
    const { shopIn, clientNear, routesOf } = world;
    const order = await newOrder(shopIn(primaryRegion));
    const routes = await routesOf(async () => {
      const watcher = watch(clientNear("syd"), order);
      await happen(shopIn(primaryRegion).db, order.id, "confirmed");
      await watcher.until(1);
      watcher.stop();
      expect(watcher.events).toMatchObject([{ type: "confirmed" }]);
    });
    expect(routes).toEqual([["trpc/order.watch", "m-syd"]]);
  });

  test("takes here what is too large to be sent on", async () => {
    const { shopIn, proxy, routesOf } = world;
    const { token } = await newStaff(shopIn(primaryRegion), { permissions: ["catalog:write"] });
    const noise = { type: "gaussian", mean: 128, sigma: 60 } as const;
    const upload = async (side: number) => {
      const background = { width: side, height: side, channels: 3 as const, background: "#000", noise };
      const body = new Uint8Array(await sharp({ create: background }).png().toBuffer());
      const headers = { authorization: `Bearer ${token}`, "content-type": "image/png" };
      const sent = await fetch(`${proxy.near("iad")}/uploads/images`, { method: "POST", headers, body });
      return { size: body.length, status: sent.status };
    };
    let large = { size: 0, status: 0 };
    expect(
      await routesOf(async () => {
        large = await upload(800);
        expect(await upload(200)).toMatchObject({ status: 201 });
      }),
    ).toEqual([
      ["uploads/images", "m-iad"],
      ["uploads/images", "m-iad", "m-ams"],
    ]);
    expect(large.size).toBeGreaterThan(1_000_000);
    expect(large.status).toBe(201);
  });

  test("counts attempts by who connected, whatever they say of themselves", async () => {
    const { shopIn, proxy } = world;
    await fetch(`${proxy.near("syd")}/trpc/auth.register`, {
      method: "POST",
      headers: { ...json, "x-forwarded-for": "198.51.100.9", "fly-client-ip": "198.51.100.9" },
      body: JSON.stringify({ json: { email: newEmail(), password } }),
    });
    const audited = await shopIn(primaryRegion).db.query.auditEvents.findMany();
    expect(audited.map(({ address }) => address)).toContain(clientAddress);
    expect(audited.map(({ address }) => address)).not.toContain("198.51.100.9");
  });

  test("is not confused by a client that speaks as the proxy", async () => {
    const { routesOf } = world;
    const src = "region=ams;instance=evil;t=1;state=../../x";
    expect(
      await routesOf(async () => {
        const spoofed: Record<string, string>[] = [
          { "fly-replay-src": src },
          { "fly-replay-failed": "reason=x" },
          { "fly-force-instance-id": "m-syd" },
          { "fly-region": "nowhere" },
          { "fly-replay": "region=ams" },
          { "fly-prefer-region": "ams" },
        ];
        for (const headers of spoofed) expect((await postCart(world, "syd", headers)).status).toBe(200);
      }),
    ).toEqual([
      ["trpc/cart.create", "m-syd"],
      ["trpc/cart.create", "m-syd"],
      ["trpc/cart.create", "m-syd"],
      ["trpc/cart.create", "m-syd", "m-ams"],
      ["trpc/cart.create", "m-syd", "m-ams"],
      ["trpc/cart.create", "m-ams"],
    ]);
  });

  test("answers itself what did not come through the proxy", async () => {
    const { machines } = world;
    const [, { url } = expect.unreachable()] = machines;
    const request = { method: "POST", headers: json, body: '{"json":{}}' };
    const response = await fetch(`${url}/trpc/cart.create`, request);
    expect(response.status).toBe(200);
    expect(response.headers.has("fly-replay")).toBe(false);
  });
});

test("machines that each take the other region for the primary one answer all the same", async () => {
  const wrong: Record<string, string> = { ams: "iad", iad: "ams", syd: "zzz" };
  const world = await openRegions((region) => ({ fly: { region, primaryRegion: wrong[region] ?? "" } }));
  expect(
    await world.routesOf(async () => {
      for (const region of regions) expect((await postCart(world, region)).status).toBe(200);
    }),
  ).toEqual([
    ["trpc/cart.create", "m-ams", "m-iad"],
    ["trpc/cart.create", "m-iad", "m-ams"],
    ["trpc/cart.create", "m-syd", "m-syd"],
  ]);
});

test("while the primary region has no machine, the others write over the network, and log why", async () => {
  const { logger, lines } = newLogRecorder();
  const world = await openRegions(() => ({ logger }));
  world.machines.splice(0, 1);
  const { variantId } = await newProduct(world.shopIn("syd").db);
  const cart = await readyCart({ client: world.clientNear("syd") }, [{ variantId, quantity: 1 }]);
  expect(cart.lines).toHaveLength(1);
  expect(lines().filter(({ replayFailed }) => replayFailed === "no_candidate").length).toBeGreaterThan(3);

  // One that has just stopped, of which the proxy does not know yet.
  world.machines.unshift({ id: "m-ams", region: "ams", url: `http://127.0.0.1:${await unusedPort()}` });
  expect((await postCart(world, "syd")).status).toBe(200);
  expect(lines().at(-1)).toMatchObject({ msg: "request", status: 200, replayFailed: "retries_exhausted" });
});

test("a request that was sent on has one id in the logs of both regions, and the machine says where it is", async () => {
  const logs = new Map(regions.map((region) => [region, newLogRecorder()]));
  const world = await openRegions((region) => ({ logger: logs.get(region)?.logger ?? expect.unreachable() }));
  const response = await postCart(world, "iad");
  const requestId = response.headers.get("x-request-id");
  expect(logs.get("iad")?.lines()).toMatchObject([{ msg: "replayed", requestId, path: "/trpc/cart.create" }]);
  expect(logs.get("ams")?.lines()).toMatchObject([
    { msg: "request", requestId, status: 200, replayedFrom: "iad" },
  ]);
  await postCart(world, "iad", { "x-request-id": "mine" });
  expect(logs.get("ams")?.lines().at(-1)).toMatchObject({ requestId: "mine" });
  const ready = await fetch(`${world.proxy.near("syd")}/readyz`);
  expect(await ready.json()).toEqual({ status: "ready", region: "syd" });
});
