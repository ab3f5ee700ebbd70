import { describe, expect, test } from "bun:test";
import { connect } from "../../client-sdk/src/connect.ts";
import { restRoutes } from "../../server/http/rest/routes.ts";
import { newCustomer, password } from "../../testing/customers.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newDescribedProduct } from "../helpers/products.ts";
import { askers, type ProcedurePath, validInputs } from "../helpers/valid-inputs.ts";
import { copyOf, newWorld } from "../helpers/world.ts";

const world = await newWorld();

interface RestCall {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

async function ask({ app }: TestShop, path: string, { method = "GET", body, headers }: RestCall = {}) {
  const json = body === undefined ? {} : { "content-type": "application/json" };
  const init = {
    method,
    headers: { ...json, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
  const response = await app(new Request(`http://shop.test/api${path}`, init));
  return { status: response.status, headers: response.headers, body: (await response.json()) as unknown };
}

/** A record as the parameters of an address. */
function queryOf(input: object, prefix = ""): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(input)) {
    const name = prefix ? `${prefix}[${key}]` : key;
    if (value === undefined) continue;
    if (Array.isArray(value)) for (const each of value) parameters.append(name, String(each));
    else if (value instanceof Date) parameters.append(name, value.toISOString());
    else if (typeof value === "object" && value !== null)
      for (const [inner, each] of queryOf(value, name)) parameters.append(inner, each);
    else parameters.append(name, String(value));
  }
  return parameters;
}

/** The input of a procedure as a request to its address. */
function requestOf({ method, template }: (typeof restRoutes)[number], input: object = {}) {
  const rest = new Map(Object.entries(input));
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = encodeURIComponent(String(rest.get(name)));
    rest.delete(name);
    return value;
  });
  const left = Object.fromEntries(rest);
  if (method !== "GET" && method !== "DELETE") return { path, method, body: left };
  return { path: `${path}?${queryOf(left)}`, method };
}

describe("without tRPC", () => {
  test.each(restRoutes.map((route) => [route.name as ProcedurePath, route] as const))(
    "%s answers the same",
    async (name, route) => {
      const shop = await copyOf(world);
      const access = route.meta.access;
      const own = access.startsWith("staff:") ? world.owner.token : world.alice.token;
      const token = access === "public" ? undefined : (askers[name]?.(world) ?? own);
      const headers = token === undefined ? undefined : { authorization: `Bearer ${token}` };
      const { path, ...call } = requestOf(route, bySlug(name, validInputs[name](world, world.alice)));
      const answer = await ask(shop, path, { ...call, ...(headers && { headers }) });
      expect(answer).toMatchObject({ status: 200 });

      if (route.method !== "GET" || name === "account.exportData") return; // what changed something now answers something else
      const options = { url: "http://shop.test", retry: 0, headers };
      const trpc = connect({ ...options, fetch: (url, init) => shop.app(new Request(url, init)) });
      const input = bySlug(name, validInputs[name](world, world.alice));
      const expected = await trpc.call({ kind: "query", path: name, input });
      expect(answer.body).toEqual(JSON.parse(JSON.stringify(expected)));
    },
  );

  /** A product is found by its slug there. */
  function bySlug(name: ProcedurePath, input: unknown): object | undefined {
    if (name === "catalog.product") return { slug: world.slug };
    return typeof input === "object" && input !== null ? input : undefined;
  }

  test("filters of a list stand in its address", async () => {
    const shop = await createTestShop();
    await newDescribedProduct(shop.db, { title: "Cup", tags: ["blue cups"], amount: 1_500 });
    await newDescribedProduct(shop.db, { title: "Jug", tags: ["blue cups"], amount: 9_900 });
    const { body } = await ask(shop, "/products?limit=5&price[min]=1000&price[max]=2000&tags=blue%20cups");
    expect(body).toMatchObject({ items: [{ title: "Cup" }], nextCursor: null });
  });

  test("a browser signs in, and is known by its cookie", async () => {
    const shop = await createTestShop();
    const { email } = await newCustomer(shop);
    const { headers } = await ask(shop, "/auth/login", { method: "POST", body: { email, password } });
    const [cookie = ""] = (headers.get("set-cookie") ?? "").split(";");
    expect((await ask(shop, "/auth/me", { headers: { cookie } })).body).toMatchObject({ email });
  });

  test("a key makes a request count once", async () => {
    const shop = await createTestShop();
    const call = { method: "POST", body: {}, headers: { "idempotency-key": "a-key-that-nobody-guesses" } };
    const first = await ask(shop, "/carts", call);
    expect(await ask(shop, "/carts", call)).toMatchObject({ status: 200, body: first.body });
  });
});

describe("what is wrong is refused in plain JSON:", () => {
  test.each<[string, string, RestCall, number, object]>([
    ["an address that leads nowhere", "/nothing", {}, 404, { code: "NOT_FOUND" }],
    ["a product that is not there", "/products/nothing", {}, 404, { code: "NOT_FOUND" }],
    [
      "a field of the query",
      "/products?limit=many",
      {},
      400,
      { code: "BAD_REQUEST", data: { issues: [{ path: "limit" }] } },
    ],
    [
      "a field of the body",
      "/carts",
      { method: "POST", body: { market: 1 } },
      400,
      { code: "BAD_REQUEST", data: { issues: [{ path: "market" }] } },
    ],
    ["a list for a body", "/carts", { method: "POST", body: [] }, 400, { code: "BAD_REQUEST" }],
    ["a body that is no JSON", "/carts", { method: "POST" }, 415, { code: "BAD_REQUEST" }],
    ["who is not signed in", "/account", {}, 401, { code: "UNAUTHENTICATED" }],
    ["who may not", "/admin/orders", {}, 401, { code: "UNAUTHENTICATED" }],
  ])("%s", async (_, path, call, status, error) => {
    expect(await ask(await createTestShop(), path, call)).toMatchObject({ status, body: { error } });
  });

  test("too many tries are told how long to wait", async () => {
    const shop = await createTestShop();
    const { email } = await newCustomer(shop);
    const wrong = { method: "POST", body: { email, password: "not the password at all" } };
    let answer = await ask(shop, "/auth/login", wrong);
    for (let tries = 0; answer.status === 401 && tries < 50; tries++)
      answer = await ask(shop, "/auth/login", wrong);
    expect(answer).toMatchObject({ status: 429, body: { error: { code: "RATE_LIMITED" } } });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("what another site's page sends", async () => {
    const call = { method: "POST", body: {}, headers: { origin: "https://evil.example" } };
    expect(await ask(await createTestShop(), "/carts", call)).toMatchObject({ status: 403 });
  });
});
