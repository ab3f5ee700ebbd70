import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { belongsToPrimary } from "../../server/http/belongs-to-primary.ts";
import { replayOf, wayOf } from "../../server/http/fly-replay.ts";
import { requestIdOf } from "../../server/http/request-id.ts";
import { restRoutes } from "../../server/http/rest/routes.ts";
import { procedures } from "../../server/trpc/root.ts";

const typeOf = (name: string) => procedures[name]?._def.type;
const isCatalogue = (name: string) => name.startsWith("catalog.");

describe("next to the database is answered", () => {
  test("every mutation, and every query of what is somebody's own", () => {
    for (const name of Object.keys(procedures)) {
      if (typeOf(name) === "mutation") expect(belongsToPrimary("POST", `/trpc/${name}`)).toBe(true);
      const here = typeOf(name) === "query" && !isCatalogue(name);
      for (const method of ["GET", "HEAD"]) expect(belongsToPrimary(method, `/trpc/${name}`)).toBe(here);
    }
  });

  test("the same by its address without tRPC", () => {
    for (const { name, method, template } of restRoutes) {
      const path = `/api${template.replaceAll(/\{\w+\}/g, "x")}`;
      expect(belongsToPrimary(method, path)).toBe(!isCatalogue(name));
    }
  });

  test.each([
    ["GET", "/trpc/catalog.product,cart.get"],
    ["GET", "/auth/oauth/google/callback"],
    ["HEAD", "/orders/order_1/invoice.pdf"],
    ["POST", "/webhooks/stripe"],
    ["POST", "/uploads/images"],
  ])("%s %s", (method, path) => {
    expect(belongsToPrimary(method, path)).toBe(true);
  });
});

test.each([
  ["OPTIONS", "/trpc/cart.create"],
  ["GET", "/trpc/catalog.product,catalog.markets"],
  ["GET", "/trpc/order.watch"],
  ["GET", "/trpc/constructor"],
  ["GET", "/trpc/"],
  ["GET", "/api/nothing"],
  ["GET", "/auth/oauth/google"],
  ["GET", "/media/x.webp"],
  ["GET", "/healthz"],
  ["GET", "/readyz"],
  ["GET", "/metrics"],
  ["GET", "/.well-known/jwks.json"],
  ["GET", "/"],
  ["POST", "/nothing"],
])("where it comes in is answered %s %s", (method, path) => {
  expect(belongsToPrimary(method, path)).toBe(false);
});

const far = { region: "syd", primaryRegion: "ams" };

function replay(headers: Record<string, string>, place = far): string | null {
  const request = { method: "POST", headers: new Headers({ "fly-region": "gru", ...headers }) };
  return replayOf(request, "/trpc/cart.create", "id-1", place)?.headers.get("fly-replay") ?? null;
}

describe("a write that comes in elsewhere", () => {
  test("is sent on to the primary region, or comes back if nobody is there", () => {
    expect(replay({})).toBe("region=ams;state=id-1;timeout=5s;fallback=prefer_self");
    expect(replay({}, { region: "ams", primaryRegion: "ams" })).toBeNull();
  });

  test.each([
    ["0", true],
    ["900000", true],
    ["900001", false],
    ["1e9", false],
    ["many", false],
    ["1, 2", false],
  ])("is sent on with a body of %s bytes: %p", (length, sent) => {
    expect(replay({ "content-length": length }) !== null).toBe(sent);
  });

  test("stays if nobody says how large it is", () => {
    expect(replay({ "transfer-encoding": "chunked" })).toBeNull();
  });

  test.each(["fly-replay-src", "fly-replay-failed", "fly-force-instance-id", "fly-force-region"])(
    "stays with %s, whatever it says",
    (name) => {
      for (const value of ["", "x", "region=ams;state=id-1"]) expect(replay({ [name]: value })).toBeNull();
    },
  );
});

test("what a client writes in the proxy's name becomes neither an order to the proxy nor a line of the log", () => {
  const header = fc.string({ unit: fc.constantFrom(...'=;, "abcdmstregionuxz_-.<1') });
  fc.assert(
    fc.property(header, header, (source, failed) => {
      const headers = new Headers({ "fly-replay-src": source, "fly-replay-failed": failed });
      expect(requestIdOf(headers)).toMatch(/^[\w.-]{1,64}$/);
      for (const said of Object.values(wayOf(headers))) expect(said).toMatch(/^[a-z_]{1,30}$/);
    }),
  );
  const source = new Headers({ "fly-replay-src": "instance=1;region=iad;t=17;state=id-1" });
  expect(requestIdOf(source)).toBe("id-1");
  source.set("x-request-id", "a b"); // as it came to the first machine, which gave it another
  expect(requestIdOf(source)).toBe("id-1");
  expect(wayOf(source)).toEqual({ replayedFrom: "iad" });
  expect(wayOf(new Headers({ "fly-replay-failed": "instance=1;reason=timeout;elapsed_ms=5000" }))).toEqual({
    replayFailed: "timeout",
  });
});
