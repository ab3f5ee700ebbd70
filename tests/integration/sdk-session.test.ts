import { describe, expect, test } from "bun:test";
import {
  createClient,
  type Fetch,
  forwardedCookies,
  localStorageSession,
  memorySession,
  type Session,
  type SetCookie,
  tokenSession,
} from "../../client-sdk/src/index.ts";
import { procedures } from "../../server/trpc/root.ts";
import { password } from "../../testing/customers.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newBrowser } from "../helpers/browser.ts";
import { newAccount } from "../helpers/customers.ts";

const url = "http://shop.test";

const clientOf = ({ app }: Pick<TestShop, "app">, session?: Session) =>
  createClient({ url, session, fetch: (url, init) => app(new Request(url, init), "192.0.2.1"), retry: 0 });

/** What a page's script gets of the browser's own storage. */
function provideLocalStorage() {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  };
  Object.assign(globalThis, { localStorage: storage });
  return kept;
}

describe("a session by token", () => {
  const kept = provideLocalStorage();
  const stored = new Map<string, string | null>();
  const secureStore = tokenSession({
    get: async () => stored.get("token") ?? null,
    set: async (token) => void stored.set("token", token),
  });

  test.each([
    ["in memory", memorySession()],
    ["in localStorage", localStorageSession()],
    ["in a store of one's own", secureStore],
  ])("%s begins with signing in and ends with signing out, by itself", async (_, session) => {
    const shop = await createTestShop();
    const email = await newAccount(shop);
    const client = clientOf(shop, session);
    expect(await client.auth.me.query()).toBeNull();
    await client.auth.login.mutate({ email, password });
    expect(await client.auth.me.query()).toMatchObject({ email });
    const newPassword = "nine sheep upon the hill";
    await client.auth.changePassword.mutate({ password, newPassword });
    expect(await client.auth.me.query()).toMatchObject({ email });
    await client.auth.logout.mutate();
    expect(await session.headers?.()).toEqual({});
    await expect(client.auth.sessions.query()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  test("outlives the page in localStorage", async () => {
    const shop = await createTestShop();
    const email = await newAccount(shop);
    await clientOf(shop, localStorageSession("shop")).auth.login.mutate({ email, password });
    expect(kept.get("shop")).toMatch(/^[\w-]{20,}$/);
    expect(await clientOf(shop, localStorageSession("shop")).auth.me.query()).toMatchObject({ email });
  });

  test("knows every procedure that signs in", () => {
    const prepare = (path: string) => memorySession().prepare?.(path, {});
    const isTold = (path: string) => Object(prepare(path)).session === "token";
    const takesSession = (path: string) => {
      const [input] = Object(procedures[path]?._def).inputs;
      return "session" in Object(input?._zod.def.shape);
    };
    const paths = Object.keys(procedures);
    expect(paths.filter(isTold).toSorted()).toEqual(paths.filter(takesSession).toSorted());
  });
});

describe("a page that a server renders", () => {
  test("asks as its visitor, and hands on the cookies that come back", async () => {
    const shop = await createTestShop();
    const email = await newAccount(shop);
    const set: Parameters<SetCookie>[] = [];
    const keep: SetCookie = (...cookie) => void set.push(cookie);
    await clientOf(shop, forwardedCookies(null, keep)).auth.login.mutate({ email, password });
    const [[name, value, options] = ["", "", undefined]] = set;
    expect(set).toHaveLength(1);
    expect(options).toEqual({
      path: "/",
      httpOnly: true,
      secure: false,
      sameSite: "lax",
      maxAge: 30 * 24 * 60 * 60,
    });

    const visitor = clientOf(shop, forwardedCookies(`theme=dark; ${name}=${value}`));
    expect(await visitor.auth.me.query()).toMatchObject({ email });
    expect(await clientOf(shop, forwardedCookies(undefined)).auth.me.query()).toBeNull();
  });

  test("goes on as whom it has signed in, and as nobody after signing out", async () => {
    const shop = await createTestShop();
    const email = await newAccount(shop);
    const visitor = clientOf(shop, forwardedCookies("theme=dark"));
    await visitor.auth.login.mutate({ email, password });
    expect(await visitor.auth.me.query()).toMatchObject({ email });
    await visitor.auth.logout.mutate();
    expect(await visitor.auth.me.query()).toBeNull();
  });

  test("hands on a proxy's cookie as it is, and keeps it beside the visitor's own", async () => {
    const asked: unknown[] = [];
    const set: unknown[] = [];
    const session = forwardedCookies("theme=dark; a=b=c", (name, value) => void set.push([name, value]));
    const fetch: Fetch = async (_, { headers }) => {
      asked.push(Object(headers).cookie);
      const answer = { headers: { "set-cookie": "lb=100%; Path=/" } };
      return Response.json([{ result: { data: { json: [] } } }], answer);
    };
    const client = createClient({ url, session, fetch });
    await client.catalog.markets.query();
    await client.catalog.markets.query();
    expect(set).toEqual(Array(2).fill(["lb", "100%"]));
    expect(asked).toEqual(["theme=dark; a=b=c", "theme=dark; a=b=c; lb=100%"]);
  });

  test("hands on that there is nothing to keep any more", async () => {
    const shop = await createTestShop();
    const email = await newAccount(shop);
    const set: Parameters<SetCookie>[] = [];
    const keep: SetCookie = (...cookie) => void set.push(cookie);
    await clientOf(shop, forwardedCookies(null, keep)).auth.login.mutate({ email, password });
    const [[name, value] = []] = set;
    await clientOf(shop, forwardedCookies(`${name}=${value}`, keep)).auth.logout.mutate();
    expect(set.at(-1)).toMatchObject([name, "", { maxAge: 0 }]);
  });
});

test("by default the browser's cookie tells who asks, also from another origin of the site", async () => {
  const shop = await createTestShop();
  const email = await newAccount(shop);
  const browser = newBrowser(shop.app);
  const credentials: unknown[] = [];
  const fetch: Fetch = (url, init) => {
    credentials.push(init.credentials);
    return browser.visit(url, init);
  };
  const client = createClient({ url, fetch, retry: 0 });
  await client.auth.login.mutate({ email, password });
  expect(await client.auth.me.query()).toMatchObject({ email });
  expect(credentials).toEqual(["include", "include"]);
});
