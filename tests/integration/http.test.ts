import { describe, expect, test } from "bun:test";
import { BlockList } from "node:net";
import { sql } from "drizzle-orm";
import { newEmail, password } from "../../testing/customers.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newLogRecorder } from "../helpers/logs.ts";

const origin = "http://shop.test";

/** A mutation as a browser or program would send it, with headers to play with. */
function mutation(headers: Record<string, string> = {}, body: Bun.BodyInit = '{"json":{}}'): Request {
  return new Request(`${origin}/trpc/cart.create`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
}

const query = (path: string, headers: Record<string, string> = {}) =>
  new Request(`${origin}/trpc/${path}`, { headers });

async function errorOf(response: Response) {
  const { error } = (await response.json()) as { error: { json: { data: object } } };
  return error.json.data;
}

describe("a page of another site", () => {
  test("cannot send a mutation, whatever it sends it as", async () => {
    const { app, db } = await createTestShop();
    const foreign: Request[] = [
      mutation({ origin: "https://evil.example" }),
      mutation({ origin: "null" }),
      mutation({ "sec-fetch-site": "cross-site" }),
      mutation({ origin: "http://shop.test.evil.example" }),
    ];
    for (const request of foreign) {
      const response = await app(request);
      expect(response.status).toBe(403);
      expect(await errorOf(response)).toMatchObject({ code: "FORBIDDEN" });
    }
    expect((await db.query.carts.findMany()).length).toBe(0);
  });

  test.each([
    ["a form", new URLSearchParams({ json: "{}" })],
    ["a multipart form", new FormData()],
    ["plain text", '{"json":{}}'],
    ["bytes", new Uint8Array([123, 125])],
  ])("cannot reach a mutation by %s, which no browser asks about beforehand", async (_, body) => {
    const { app, db } = await createTestShop();
    const response = await app(new Request(`${origin}/trpc/cart.create`, { method: "POST", body }));
    expect(response.status).toBe(415);
    expect(await errorOf(response)).toMatchObject({
      code: "BAD_REQUEST",
      issues: [{ path: "Content-Type" }],
    });
    expect((await db.query.carts.findMany()).length).toBe(0);
  });

  test("cannot read an answer", async () => {
    const { app } = await createTestShop();
    const response = await app(query("catalog.categories", { origin: "https://evil.example" }));
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect(response.headers.get("vary")).toContain("origin");
  });
});

describe("a page that is let in", () => {
  test.each([
    ["of the server itself", origin, {}],
    ["of the public address", "https://shop.example", { publicUrl: "https://shop.example" }],
    ["on the list", "https://front.example", { corsOrigins: ["https://front.example"] }],
    ["of this machine, while developing", "http://localhost:5173", { corsOrigins: undefined }],
  ])("%s may ask, send and read", async (_, page, policy) => {
    const { app } = await createTestShop(policy);
    const preflight = new Request(`${origin}/trpc/cart.create`, {
      method: "OPTIONS",
      headers: { origin: page },
    });
    expect((await app(preflight)).headers.get("access-control-allow-methods")).toBe(
      "GET, POST, PUT, PATCH, DELETE", // what REST is asked by
    );
    for (const request of [
      preflight,
      mutation({ origin: page }),
      query("catalog.categories", { origin: page }),
    ]) {
      const response = await app(request);
      expect(response.ok).toBe(true);
      expect(response.headers.get("access-control-allow-origin")).toBe(page);
      expect(response.headers.get("access-control-allow-credentials")).toBe("true");
    }
  });

  test("is not one of this machine once the shop is in production", async () => {
    const { app } = await createTestShop({ corsOrigins: [] });
    expect((await app(mutation({ origin: "http://localhost:5173" }))).status).toBe(403);
  });
});

describe("behind a proxy", () => {
  const trustedProxies = new BlockList();
  trustedProxies.addSubnet("10.0.0.0", 8, "ipv4");
  const forwarded = { "x-forwarded-proto": "https", "x-forwarded-host": "shop.example" };

  test("that is trusted, a page of the address it is known by is let in, and no other", async () => {
    const { app } = await createTestShop({ trustedProxies });
    const own = await app(mutation({ origin: "https://shop.example", ...forwarded }), "10.0.0.1");
    expect(own.status).toBe(200);
    expect(own.headers.get("access-control-allow-origin")).toBe("https://shop.example");
    for (const page of [origin, "http://shop.example", "https://evil.example"]) {
      expect((await app(mutation({ origin: page, ...forwarded }), "::ffff:10.0.0.1")).status).toBe(403);
    }
  });

  test("that is not, nobody gets in by saying which address the shop has", async () => {
    const { app, db } = await createTestShop({ trustedProxies });
    for (const peer of ["192.0.2.1", undefined]) {
      const response = await app(mutation({ origin: "https://shop.example", ...forwarded }), peer);
      expect(response.status).toBe(403);
    }
    expect((await db.query.carts.findMany()).length).toBe(0);
  });

  test("its word on the address does not outweigh PUBLIC_URL", async () => {
    const { app } = await createTestShop({ trustedProxies, publicUrl: "https://public.example" });
    const statusFrom = async (page: string) =>
      (await app(mutation({ origin: page, ...forwarded }), "10.0.0.1")).status;
    expect(await statusFrom("https://public.example")).toBe(200);
    expect(await statusFrom("https://shop.example")).toBe(403);
  });

  test("that nobody named, the log says so, once", async () => {
    const { logger, lines } = newLogRecorder();
    const { app } = await createTestShop({ trustedProxies, logger });
    const visit = (peer: string) =>
      app(query("catalog.products", { "x-forwarded-for": "198.51.100.9" }), peer);
    const warnings = () => lines().filter(({ msg }) => String(msg).includes("TRUSTED_PROXIES"));
    await visit("10.0.0.1");
    await app(query("catalog.products"), "192.0.2.1");
    expect(warnings()).toEqual([]);
    for (let i = 0; i < 3; i++) await visit("192.0.2.1");
    expect(warnings()).toMatchObject([{ peer: "192.0.2.1" }]);
    expect(JSON.stringify(lines())).not.toContain("198.51.100.9");
  });

  test("the client's own address is written down, not the proxy's", async () => {
    const { app, db } = await createTestShop({ trustedProxies });
    const register = new Request(`${origin}/trpc/auth.register`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-for": "198.51.100.9, 192.0.2.7" },
      body: JSON.stringify({ json: { email: newEmail(), password } }),
    });
    expect((await app(register, "10.0.0.1")).status).toBe(200);
    expect((await db.query.auditEvents.findMany()).map(({ address }) => address)).toEqual(["192.0.2.7"]);
  });
});

describe("browsers are told to stay with https", () => {
  const trustedProxies = new BlockList();
  trustedProxies.addAddress("10.0.0.1");
  const told = async (overrides: Parameters<typeof createTestShop>[0], peer?: string, path = "/healthz") => {
    const { app } = await createTestShop({ trustedProxies, ...overrides });
    const request = new Request(`${origin}${path}`, { headers: { "x-forwarded-proto": "https" } });
    return (await app(request, peer)).headers.get("strict-transport-security");
  };

  test("on every answer that goes over it", async () => {
    for (const path of ["/healthz", "/", "/nothing", "/trpc/catalog.categories", "/trpc/nothing"]) {
      expect(await told({ https: true }, undefined, path)).toBe("max-age=63072000");
      expect(await told({}, "10.0.0.1", path)).toBe("max-age=63072000");
    }
  });

  test("and on none that does not, whatever an untrusted peer says", async () => {
    expect(await told({}, "10.0.0.2")).toBeNull();
    expect(await told({})).toBeNull();
  });
});

describe("limits", () => {
  test("twenty calls fit into one request, twenty-one do not", async () => {
    const { app } = await createTestShop();
    const calls = (count: number) => query(`${Array(count).fill("catalog.categories").join(",")}?batch=1`);
    expect((await app(calls(20))).status).toBe(200);
    const refused = await app(calls(21));
    expect(refused.status).toBe(400);
    expect(await errorOf(refused)).toMatchObject({ code: "BAD_REQUEST" });
  });

  const tooMuch = JSON.stringify({ json: { market: "x".repeat(1024 * 1024) } });

  test("a body of more than 1 MB is refused before it is read", async () => {
    const { app } = await createTestShop();
    const response = await app(mutation({ "content-length": String(tooMuch.length) }, tooMuch));
    expect(response.status).toBe(413);
    expect(await errorOf(response)).toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
  });

  test("and one that does not say its length as soon as it is over", async () => {
    const { app } = await createTestShop();
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    expect((await app(mutation({}, endless))).status).toBe(413);
    expect(sent).toBeLessThan(30);
  });

  test("a URL of more than 16 KB is refused", async () => {
    const { app } = await createTestShop();
    const response = await app(query(`catalog.suggest?input=${"x".repeat(17_000)}`));
    expect(response.status).toBe(414);
  });
});

describe("what makes no sense gets a clear answer", () => {
  test.each([
    ["an unknown procedure", () => query("catalog.nothing"), 404, "NOT_FOUND"],
    ["a name every object has", () => query("constructor"), 404, "NOT_FOUND"],
    ["an unknown path", () => new Request(`${origin}/admin`), 404, "NOT_FOUND"],
    ["a mutation by GET", () => query("cart.create"), 405, "BAD_REQUEST"],
    [
      "a query by POST",
      () =>
        new Request(`${origin}/trpc/catalog.categories`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: "{}",
        }),
      405,
      "BAD_REQUEST",
    ],
    ["broken JSON", () => mutation({}, "{"), 400, "BAD_REQUEST"],
    [
      "broken superjson",
      () => mutation({}, '{"json":{},"meta":{"values":{"a":["nope"]}}}'),
      400,
      "BAD_REQUEST",
    ],
    [
      "a body that is cut off",
      () => mutation({}, new ReadableStream({ pull: (cut) => cut.error(new Error("cut")) })),
      400,
      "BAD_REQUEST",
    ],
    [
      "a character that no text can hold",
      () => mutation({}, '{"json":{"market":"a\\u0000b"}}'),
      400,
      "BAD_REQUEST",
    ],
    [
      "a prototype in superjson",
      () => mutation({}, '{"json":{},"meta":{"values":{"__proto__.x":["Date"]}}}'),
      400,
      "BAD_REQUEST",
    ],
    ["an input of another kind", () => mutation({}, '{"json":42}'), 400, "BAD_REQUEST"],
    ["a broken input in the URL", () => query("catalog.suggest?input={"), 400, "BAD_REQUEST"],
    ["a broken escape in the path", () => query("%E0%A4%A"), 400, "BAD_REQUEST"],
  ])("%s", async (_, request, status, code) => {
    const { app } = await createTestShop();
    const response = await app(request());
    expect(response.status).toBe(status);
    expect(await errorOf(response)).toMatchObject({ code });
  });
});

describe("an input that nothing can be made of is the caller's fault under an idempotency key too:", () => {
  test.each([
    ["a name that superjson refuses", '{"json":{"constructor":{"a":1}}}'],
    ["more nesting than a stack can hold", `{"json":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
  ])("%s", async (_, body) => {
    const { lines, logger } = newLogRecorder();
    const { app } = await createTestShop({ logger });
    const response = await app(mutation({ "idempotency-key": "k" }, body));
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ code: "BAD_REQUEST" });
    expect(lines().filter(({ level }) => level === "error")).toEqual([]);
  });
});

describe("a fault of ours", () => {
  test("reaches neither the client nor the log with SQL or values", async () => {
    const { lines, logger } = newLogRecorder();
    const { app, db } = await createTestShop({ logger });
    await db.run(sql`drop table cart_lines`);
    const response = await app(
      query(`cart.get?input=${encodeURIComponent('{"json":{"cartId":"cart_secret"}}')}`),
    );
    expect(response.status).toBe(500);
    const body = await response.text();
    const requestId = response.headers.get("x-request-id");
    expect(JSON.parse(body).error.json).toMatchObject({
      message: "Something went wrong on our side",
      data: { code: "INTERNAL", requestId },
    });
    const logged = lines().filter(({ level }) => level === "error");
    expect(logged).toMatchObject([
      {
        requestId,
        procedure: "cart.get",
        fault: { message: expect.stringMatching(/no such table: cart_lines$/) },
      },
    ]);
    for (const text of [body, JSON.stringify(lines())]) {
      expect(text).not.toContain("cart_secret");
      expect(text.toLowerCase()).not.toContain("select ");
    }
    expect(body).not.toContain("cart_lines");
  });
});

describe("every answer", () => {
  test("carries the request's id, the caller's own when it is a sane one", async () => {
    const { app } = await createTestShop();
    const idOf = async (headers: Record<string, string>) =>
      (await app(query("catalog.categories", headers))).headers.get("x-request-id");
    expect(await idOf({ "x-request-id": "trace-1.a_b" })).toBe("trace-1.a_b");
    expect(await idOf({ "x-request-id": "a b" })).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idOf({})).not.toBe(await idOf({}));
  });

  test("carries the headers that keep browsers careful", async () => {
    const { app } = await createTestShop();
    const paths = ["/trpc/catalog.categories", "/trpc/nothing", "/", "/healthz", "/nothing"];
    for (const path of paths) {
      const { headers } = await app(new Request(`${origin}${path}`));
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      const kept = path === "/trpc/catalog.categories";
      expect(headers.get("cache-control")).toBe(kept ? "public, max-age=0, s-maxage=10" : "no-store");
    }
  });

  test("is logged by path, without what the query holds", async () => {
    const { lines, logger } = newLogRecorder();
    const { app } = await createTestShop({ logger });
    await app(query("catalog.suggest?input=%7B%22json%22%3A%7B%22q%22%3A%22secret%22%7D%7D"));
    expect(lines()).toMatchObject([
      { level: "info", msg: "request", method: "GET", path: "/trpc/catalog.suggest", status: 200 },
    ]);
    expect(JSON.stringify(lines())).not.toContain("secret");
  });
});

describe("the documentation", () => {
  test("is a page that loads nothing from elsewhere", async () => {
    const { app } = await createTestShop();
    const get = (path: string) => app(new Request(`http://shop.test${path}`));
    const page = await get("/docs");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
    const files = [...(await page.text()).matchAll(/(?:src|href)="([^"]*)"/g)].map(([, path = ""]) => path);
    expect(files).toEqual(["/docs/swagger-ui.css", "/docs/swagger-ui.js", "/docs/start.js"]);
    for (const path of files) expect((await get(path)).status).toBe(200);
    expect((await get("/docs/package.json")).status).toBe(404);
  });

  test("describes the shop under the address that it was asked by", async () => {
    const { app } = await createTestShop();
    const response = await app(new Request("http://shop.test/openapi.json"));
    expect(await response.json()).toMatchObject({
      openapi: "3.1.1",
      servers: [{ url: "http://shop.test/api" }],
    });
  });
});

describe("health", () => {
  const statusOf = async (app: (request: Request) => Promise<Response>, path: string) =>
    (await app(new Request(`${origin}${path}`))).status;

  test("alive and ready while all is well", async () => {
    const { app } = await createTestShop();
    for (const path of ["/healthz", "/readyz"]) {
      expect(await statusOf(app, path)).toBe(200);
      expect((await app(new Request(`${origin}${path}`, { method: "HEAD" }))).status).toBe(200);
    }
  });

  test("not ready without its database, or with an older schema", async () => {
    const behind = await createTestShop();
    await behind.db.run(sql`delete from schema_migrations where name like '0001%'`);
    expect(await statusOf(behind.app, "/readyz")).toBe(503);
    const gone = await createTestShop();
    gone.database.client.close();
    expect(await statusOf(gone.app, "/readyz")).toBe(503);
  });
});

test("the log strikes secrets out by name", () => {
  const { lines, logger } = newLogRecorder();
  logger.info({ token: "s3cret", headers: { authorization: "s3cret", cookie: "s3cret" } }, "x");
  expect(JSON.stringify(lines())).not.toContain("s3cret");
  expect(lines()).toMatchObject([{ token: "[redacted]" }]);
});
