import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { auditEvents, customers, identities, mfaChallenges, sessions, staff } from "../../db/schema/index.ts";
import type { IdentityProvider } from "../../server/core/ports.ts";
import { createDeps, type Deps } from "../../server/deps.ts";
import { loadEnv } from "../../server/env.ts";
import { createGitHubProvider } from "../../server/infra/oauth/github-provider.ts";
import { createOidcProvider } from "../../server/infra/oauth/oidc-provider.ts";
import { signInWithIdentity } from "../../server/modules/auth/oauth/sign-in-with-identity.ts";
import { register } from "../../server/modules/auth/register.ts";
import { newCustomer, newEmail, password } from "../../testing/customers.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaffAccount } from "../../testing/staff.ts";
import { newGuardedCustomer } from "../helpers/authenticator.ts";
import { newBrowser } from "../helpers/browser.ts";
import { newClock } from "../helpers/clock.ts";
import { newServiceContext } from "../helpers/context.ts";
import { mailedToken, newAccount, signIn } from "../helpers/customers.ts";
import { rightClaims, signed, startForgedOidc } from "../helpers/forged-oidc.ts";
import { startGitHub } from "../helpers/github.ts";
import { newLogRecorder } from "../helpers/logs.ts";
import { oauthClient, startOidcProvider, type TestOidcProvider } from "../helpers/oidc.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const front = "http://front.test/welcome";
const start = `/auth/oauth/oidc?returnTo=${encodeURIComponent(front)}`;
const isCallback = ({ pathname }: URL) => pathname.endsWith("/callback");

let provider: TestOidcProvider;

beforeAll(async () => {
  provider = await startOidcProvider();
});

afterAll(() => provider.stop());

const asProvider = (issuer: string, client = oauthClient) =>
  createOidcProvider({ name: "oidc", label: "Example", issuer, ...client });

/** A shop with the provider and a page of its frontend, and a browser to open it in. */
async function newOpenShop(overrides: Partial<Deps> = {}) {
  const shop = await createTestShop({
    identityProviders: [asProvider(provider.issuer)],
    corsOrigins: ["http://front.test"],
    ...overrides,
  });
  return { shop, browser: newBrowser(shop.app) };
}

type Browser = ReturnType<typeof newBrowser>;

/** Signs in at the provider as that account; answers the page it ends on. */
async function signInAs(browser: Browser, account: string, from = start): Promise<string> {
  const { url } = await browser.follow(from, { headers: { "x-account": account } });
  return url.href;
}

/** The address by which the provider sends the browser back to the shop. */
async function callbackFor(browser: Browser, account: string, from = start): Promise<URL> {
  const { url } = await browser.follow(from, { until: isCallback, headers: { "x-account": account } });
  return url;
}

async function whoIs(browser: Browser): Promise<string | undefined> {
  const response = await browser.visit("/trpc/auth.me");
  const { result } = (await response.json()) as { result: { data: { json: { email: string } | null } } };
  return result.data.json?.email;
}

const verified = (email = newEmail()) => ({ email, email_verified: true });

async function codeOf(response: Response): Promise<string> {
  const { error } = (await response.json()) as { error: { json: { data: { code: string } } } };
  return error.json.data.code;
}

const eventsOf = async ({ db }: TestShop, type: string) =>
  db.select().from(auditEvents).where(eq(auditEvents.type, type));

const accountOf = async ({ db }: TestShop, email: string) => {
  const [row] = await db.select().from(customers).where(eq(customers.email, email));
  return row;
};

describe("a customer who comes through a provider", () => {
  test("gets an account, verified and without a password, named as the provider names them", async () => {
    const { shop, browser } = await newOpenShop();
    const email = newEmail();
    const names = { given_name: " Ada\u0000 ", family_name: "x".repeat(300) };
    const id = provider.addAccount({ ...verified(email.toUpperCase()), ...names });
    expect(await signInAs(browser, id)).toBe(front);
    expect(await whoIs(browser)).toBe(email);
    expect(await accountOf(shop, email)).toMatchObject({
      passwordHash: null,
      emailVerifiedAt: expect.any(Date),
      firstName: "Ada",
      lastName: "x".repeat(100),
    });
    expect(await eventsOf(shop, "registered")).toHaveLength(1);
    expect(await eventsOf(shop, "identity-linked")).toMatchObject([{ details: { provider: "oidc" } }]);
    await shop.deliver();
    expect(shop.mails).toEqual([]);
    const call = shop.client.auth.login.mutate({ email, password });
    expect(await refusalOf(call)).toMatchObject({ code: "INVALID_CREDENTIALS" });
  });

  test("is the same one when they come again, whatever became of the address", async () => {
    const { shop, browser } = await newOpenShop();
    const email = newEmail();
    const id = provider.addAccount(verified(email));
    await signInAs(browser, id);
    provider.changeAccount(id, { email: newEmail(), email_verified: false });
    browser.forget();
    expect(await signInAs(browser, id)).toBe(front);
    expect(await whoIs(browser)).toBe(email);
    expect(await shop.db.select().from(customers)).toHaveLength(1);
    expect(await shop.db.select().from(identities)).toHaveLength(1);
  });

  test("is known by the id_token where the provider tells all in it", async () => {
    const telling = await startOidcProvider({ claimsInToken: true });
    const { browser } = await newOpenShop({ identityProviders: [asProvider(telling.issuer)] });
    const email = newEmail();
    expect(await signInAs(browser, telling.addAccount(verified(email)))).toBe(front);
    expect(await whoIs(browser)).toBe(email);
    await telling.stop();
  });

  test("comes into their own account by a verified address, which keeps its password, and is told by mail", async () => {
    const { shop, browser } = await newOpenShop();
    const email = await newAccount(shop);
    expect(await signInAs(browser, provider.addAccount(verified(email)))).toBe(front);
    expect(await whoIs(browser)).toBe(email);
    expect((await signIn(shop, email)).customer.email).toBe(email);
    await shop.deliver();
    expect(shop.mails.at(-1)).toMatchObject({ to: email, subject: "You can sign in through Example" });
    expect(shop.mails.at(-1)?.html).toContain("Example");
    const account = await accountOf(shop, email);
    expect(await eventsOf(shop, "identity-linked")).toMatchObject([{ subjectId: account?.id }]);
  });

  test("takes an account over that somebody else opened with the address, of whom nothing is left", async () => {
    const { shop, browser } = await newOpenShop();
    const email = newEmail();
    await shop.client.auth.register.mutate({ email, password });
    const token = await mailedToken(shop, email);
    expect(await signInAs(browser, provider.addAccount(verified(email)))).toBe(front);
    expect(await accountOf(shop, email)).toMatchObject({
      passwordHash: null,
      emailVerifiedAt: expect.any(Date),
    });
    const verify = shop.client.auth.verifyEmail.mutate({ token, password });
    expect(await refusalOf(verify)).toMatchObject({ code: "TOKEN_EXPIRED" });
    const login = shop.client.auth.login.mutate({ email, password });
    expect(await refusalOf(login)).toMatchObject({ code: "INVALID_CREDENTIALS" });
  });

  test.each([
    ["does not know their address", {}],
    ["has not verified it", { email: "a@example.com", email_verified: false }],
    ["does not say whether it did", { email: "a@example.com" }],
    ["says something else than true", { email: "a@example.com", email_verified: Object("true") }],
    ["calls something an address that is none", { email: "a@exam ple.com", email_verified: true }],
    ["writes it with letters that become others", { email: "\u212aate@example.com", email_verified: true }],
  ])("is refused when the provider %s", async (_, account) => {
    const { shop, browser } = await newOpenShop();
    expect(await signInAs(browser, provider.addAccount(account))).toBe(`${front}?error=email_unverified`);
    expect(await whoIs(browser)).toBeUndefined();
    expect(await shop.db.select().from(customers)).toEqual([]);
    expect(await eventsOf(shop, "login-failed")).toHaveLength(1);
  });

  test("does not come into an account of staff, which an address alone never opens", async () => {
    const { shop, browser } = await newOpenShop();
    const email = await newStaffAccount(shop);
    const page = await signInAs(browser, provider.addAccount(verified(email)));
    expect(page).toBe(`${front}?error=account_refused`);
    expect(await whoIs(browser)).toBeUndefined();
    expect(await shop.db.select().from(identities)).toEqual([]);
    expect((await signIn(shop, email)).customer.email).toBe(email);
  });

  test("does not come into an account of staff that was linked before either", async () => {
    const { shop, browser } = await newOpenShop();
    const email = await newAccount(shop);
    const id = provider.addAccount(verified(email));
    await signInAs(browser, id);
    const [linked] = await shop.db.select().from(identities);
    const customerId = linked?.customerId ?? "";
    await shop.db.insert(staff).values({ customerId, role: "editor", createdAt: new Date() });
    browser.forget();
    expect(await signInAs(browser, id)).toBe(`${front}?error=account_refused`);
    expect(await whoIs(browser)).toBeUndefined();
    expect(await eventsOf(shop, "login-failed")).toMatchObject([{ subjectId: customerId }]);
  });

  test("is somebody else when another issuer gives the same id under the same name", async () => {
    const first = await startForgedOidc();
    const second = await startForgedOidc();
    const { shop } = await newOpenShop();
    const comeFrom = async (forged: typeof first, email: string) => {
      const adapters = [asProvider(forged.issuer)];
      const { browser } = await newOpenShop({ identityProviders: adapters, database: shop.database });
      const asked = new URL((await browser.visit(start)).headers.get("location") ?? "").searchParams;
      const claims = { ...rightClaims(forged, asked.get("nonce") ?? ""), email };
      forged.idToken = await signed(claims, forged.key);
      await browser.follow(`/auth/oauth/oidc/callback?code=any&state=${asked.get("state")}`);
      return whoIs(browser);
    };
    const [ada, eve] = [newEmail(), newEmail()];
    expect(await comeFrom(first, ada)).toBe(ada);
    expect(await comeFrom(second, eve)).toBe(eve);
    expect(await comeFrom(first, newEmail())).toBe(ada);
    expect(await shop.db.select().from(identities).orderBy(identities.createdAt)).toMatchObject([
      { issuer: first.issuer, subject: "somebody" },
      { issuer: second.issuer, subject: "somebody" },
    ]);
    await Promise.all([first.stop(), second.stop()]);
  });

  test("does not come into a blocked account, whether it was linked before or not", async () => {
    const { shop, browser } = await newOpenShop();
    const [linked, other] = [newEmail(), await newAccount(shop)];
    const id = provider.addAccount(verified(linked));
    await signInAs(browser, id);
    await shop.db.update(customers).set({ status: "blocked" });
    for (const account of [id, provider.addAccount(verified(other))]) {
      browser.forget();
      expect(await signInAs(browser, account)).toBe(`${front}?error=account_refused`);
      expect(await whoIs(browser)).toBeUndefined();
    }
    expect(await shop.db.select().from(identities)).toHaveLength(1);
  });

  test("has to bring their second factor, whose challenge no server's log sees", async () => {
    const clock = newClock();
    const { logger, lines } = newLogRecorder();
    const { shop, browser } = await newOpenShop({ clock, logger });
    const { email, codeOf: appCode } = await newGuardedCustomer(shop, clock);
    const page = new URL(await signInAs(browser, provider.addAccount(verified(email))));
    expect(`${page.origin}${page.pathname}${page.search}`).toBe(front);
    const challengeId = /^#mfa_challenge=([\w-]{32})$/.exec(page.hash)?.[1] ?? "";
    expect(await whoIs(browser)).toBeUndefined();
    clock.advance(30_000);
    const answer = { challengeId, code: appCode(), session: "token" } as const;
    expect(await eventsOf(shop, "login-challenged")).toHaveLength(1);
    expect((await shop.client.auth.mfa.challenge.mutate(answer)).customer.email).toBe(email);
    expect(JSON.stringify(lines())).not.toContain(challengeId);
    expect(await shop.db.select().from(mfaChallenges)).toEqual([]);
  });

  test("is signed in anew, whoever was signed in there before", async () => {
    const { shop, browser } = await newOpenShop();
    await signInAs(browser, provider.addAccount(verified()));
    const [before] = await shop.db.select().from(sessions);
    browser.forget(provider.issuer); // another person sits down at the same browser
    const email = newEmail();
    await signInAs(browser, provider.addAccount(verified(email)));
    expect(await whoIs(browser)).toBe(email);
    const after = await shop.db.select().from(sessions);
    expect(after).toHaveLength(1);
    expect(after[0]?.id).not.toBe(before?.id);
  });

  test("who declines is sent back, without the provider's words", async () => {
    const { browser } = await newOpenShop();
    const { url } = await browser.follow(`/auth/oauth/oidc?returnTo=${encodeURIComponent(`${front}?a=1`)}`);
    expect(url.href).toBe(`${front}?a=1&error=access_denied`);
    expect(await whoIs(browser)).toBeUndefined();
  });
});

describe("a link to a provider", () => {
  /** A customer with a password who has come through the provider too. */
  async function newLinked() {
    const { shop, browser } = await newOpenShop();
    const customer = await newCustomer(shop);
    const account = provider.addAccount(verified(customer.email));
    await signInAs(browser, account);
    return { shop, browser, account, ...customer };
  }

  test("is shown to its customer, with what people call the provider, and to nobody else", async () => {
    const { shop, client } = await newLinked();
    expect(await client.auth.oauth.identities.query()).toEqual([
      { provider: "oidc", label: "Example", createdAt: expect.any(Date) },
    ]);
    const { client: other } = await newCustomer(shop);
    expect(await other.auth.oauth.identities.query()).toEqual([]);
    const moved = await createTestShop({ database: shop.database });
    const { client: later } = await signIn(moved, (await client.account.profile.query()).email);
    expect(await later.auth.oauth.identities.query()).toMatchObject([{ provider: "oidc", label: "oidc" }]);
  });

  test("is taken back by its customer: who came through it is signed out", async () => {
    const { shop, browser, client, customer } = await newLinked();
    const { client: other } = await newCustomer(shop);
    const missing = { code: "NOT_FOUND", data: {} } as const;
    expect(await refusalOf(other.auth.oauth.unlink.mutate({ provider: "oidc" }))).toEqual(missing);
    expect(await refusalOf(client.auth.oauth.unlink.mutate({ provider: "google" }))).toEqual(missing);
    expect(await whoIs(browser)).toBeDefined();
    expect(await client.auth.oauth.unlink.mutate({ provider: "oidc" })).toEqual({ done: true });
    expect(await whoIs(browser)).toBeUndefined();
    expect(await client.auth.oauth.identities.query()).toEqual([]);
    expect(await eventsOf(shop, "identity-unlinked")).toMatchObject([
      { actorId: customer.id, subjectId: customer.id, details: { provider: "oidc" } },
    ]);
    expect(await refusalOf(client.auth.oauth.unlink.mutate({ provider: "oidc" }))).toEqual(missing);
  });

  test("stays where it is the only way in", async () => {
    const { shop, browser } = await newOpenShop();
    await signInAs(browser, provider.addAccount(verified()));
    const response = await browser.visit("/trpc/auth.oauth.unlink", {
      method: "POST",
      headers: { "content-type": "application/json", origin: "http://shop.test" },
      body: JSON.stringify({ json: { provider: "oidc" } }),
    });
    expect(await codeOf(response)).toBe("CONFLICT");
    expect(await shop.db.select().from(identities)).toHaveLength(1);
    expect(await whoIs(browser)).toBeDefined();
  });

  test("does not outlive a reset of the password, as the mail about it says", async () => {
    const { shop, browser, email } = await newLinked();
    await shop.client.auth.requestPasswordReset.mutate({ email });
    const token = await mailedToken(shop, email);
    expect(shop.mails.find(({ subject }) => /through Example/.test(subject))?.text).toContain(
      "takes this way in away",
    );
    await shop.client.auth.resetPassword.mutate({ token, newPassword: "eleven otters cross a bridge" });
    expect(await shop.db.select().from(identities)).toEqual([]);
    expect(await whoIs(browser)).toBeUndefined();
  });
});

describe("a sign-in through a provider", () => {
  test("is kept in a cookie that no script and no other site can use, for ten minutes", async () => {
    const { browser } = await newOpenShop({ secureCookies: true, publicUrl: "https://shop.example" });
    const response = await browser.visit("/auth/oauth/oidc");
    const [cookie = ""] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-bodega_oauth_[\w-]{8}=/);
    for (const flag of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=600"]) {
      expect(cookie).toContain(flag);
    }
    expect(cookie).not.toContain("Domain");
    expect(response.status).toBe(302);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const asked = new URL(response.headers.get("location") ?? "").searchParams;
    expect(asked.get("redirect_uri")).toBe("https://shop.example/auth/oauth/oidc/callback");
    expect(asked.get("code_challenge_method")).toBe("S256");
    expect(asked.get("scope")).toBe("openid email profile");
    for (const name of ["state", "nonce", "code_challenge"])
      expect(asked.get(name)?.length).toBeGreaterThan(31);
  });

  test("gives the browser its session with the flags of any other", async () => {
    const { browser } = await newOpenShop();
    const callback = await callbackFor(browser, provider.addAccount(verified()));
    const cookies = (await browser.visit(callback)).headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    expect(cookies[0]).toMatch(/^bodega_session_dev=[a-z0-9]{40}; .*HttpOnly; SameSite=Lax/);
    expect(cookies[1]).toMatch(/^bodega_oauth_dev_[\w-]{8}=; .*Max-Age=0/);
    expect(browser.cookieNames()).toEqual(["bodega_session_dev"]);
  });

  test("is of the browser that began it alone", async () => {
    const { shop, browser } = await newOpenShop();
    const stranger = newBrowser(shop.app);
    const callback = await callbackFor(stranger, provider.addAccount(verified()));
    await browser.visit(start); // has one of its own under way
    const response = await browser.visit(callback);
    expect(response.status).toBe(400);
    expect(response.headers.get("location")).toBeNull();
    expect(await codeOf(response)).toBe("BAD_REQUEST");
    expect(await whoIs(browser)).toBeUndefined();
  });

  test.each([
    ["another state", (url: URL) => url.searchParams.set("state", "x".repeat(32))],
    ["another end of its state", (url: URL) => changeEnd(url.searchParams, "state")],
    ["no state", (url: URL) => url.searchParams.delete("state")],
    ["a state that is none", (url: URL) => url.searchParams.set("state", "a=b; Path=/\r\nx")],
  ])("is refused with %s", async (_, change) => {
    const { shop, browser } = await newOpenShop();
    const callback = await callbackFor(browser, provider.addAccount(verified()));
    change(callback);
    expect((await browser.visit(callback)).status).toBe(400);
    expect(await shop.db.select().from(customers)).toEqual([]);
  });

  test("ends once", async () => {
    const { browser } = await newOpenShop();
    const callback = await callbackFor(browser, provider.addAccount(verified()));
    expect((await browser.visit(callback)).status).toBe(302);
    expect((await browser.visit(callback)).status).toBe(400);
  });

  test("ends once also for who kept its cookie: the provider takes each code once", async () => {
    const { shop, browser } = await newOpenShop();
    const begun = await browser.visit(start);
    const [cookie = ""] = begun.headers.getSetCookie();
    const asking = begun.headers.get("location") ?? "";
    const callback = await callbackFor(browser, provider.addAccount(verified()), asking);
    expect((await browser.visit(callback)).headers.get("location")).toBe(front);
    const again = new Request(callback.href, { headers: { cookie: cookie.split(";", 1)[0] ?? "" } });
    expect((await shop.app(again)).headers.get("location")).toBe(`${front}?error=provider_failed`);
    expect(await shop.db.select().from(sessions)).toHaveLength(1);
  });

  test("with the code of another sign-in is refused by the provider, which checks the proof (PKCE)", async () => {
    const { shop, browser } = await newOpenShop();
    const stolen = await callbackFor(newBrowser(shop.app), provider.addAccount(verified()));
    const own = await callbackFor(browser, provider.addAccount(verified()));
    own.searchParams.set("code", stolen.searchParams.get("code") ?? "");
    const { url } = await browser.follow(own);
    expect(url.href).toBe(`${front}?error=provider_failed`);
    expect(await shop.db.select().from(customers)).toEqual([]);
  });

  test("that was begun at one provider does not end at another", async () => {
    const other: IdentityProvider = { ...asProvider(provider.issuer), name: "other" };
    const { shop, browser } = await newOpenShop({
      identityProviders: [asProvider(provider.issuer), other],
    });
    const callback = await callbackFor(browser, provider.addAccount(verified()));
    callback.pathname = "/auth/oauth/other/callback";
    expect((await browser.visit(callback)).status).toBe(400);
    expect(browser.cookieNames()).toEqual([]);
    expect(await shop.db.select().from(customers)).toEqual([]);
  });

  test("goes on in several tabs at once, and a browser holds no more than four", async () => {
    const { browser } = await newOpenShop();
    const id = provider.addAccount(verified());
    const first = await callbackFor(browser, id);
    const second = await callbackFor(browser, id);
    for (const callback of [first, second]) {
      expect((await browser.visit(callback)).headers.get("location")).toBe(front);
    }
    browser.forget();
    const third = await callbackFor(browser, id);
    for (let i = 0; i < 5; i++) await browser.visit(start);
    expect(browser.cookieNames()).toHaveLength(4);
    expect((await browser.visit(third)).status).toBe(400);
  });

  test.each([
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "https://evil.example/",
    "http://front.test.evil.example/",
    "http://front.test@evil.example/",
    "javascript:alert(1)",
    "welcome",
    "",
  ])("is not begun to return to %j", async (returnTo) => {
    const { browser } = await newOpenShop();
    const response = await browser.visit(`/auth/oauth/oidc?returnTo=${encodeURIComponent(returnTo)}`);
    expect(response.status).toBe(400);
    expect(await codeOf(response)).toBe("BAD_REQUEST");
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test.each(["image", "iframe", "empty"])(
    "is not begun by a page that loads it as %j",
    async (destination) => {
      const { browser } = await newOpenShop();
      const response = await browser.visit(start, { headers: { "sec-fetch-dest": destination } });
      expect(response.status).toBe(403);
      expect(response.headers.getSetCookie()).toEqual([]);
      const opened = await browser.visit(start, { headers: { "sec-fetch-dest": "document" } });
      expect(opened.status).toBe(302);
      const state = new URL(opened.headers.get("location") ?? "").searchParams.get("state");
      const ended = await browser.visit(`/auth/oauth/oidc/callback?state=${state}&error=access_denied`, {
        headers: { "sec-fetch-dest": destination },
      });
      expect(ended.status).toBe(403);
    },
  );

  test.each([
    ["error=server_error&error_description=secret", "server_error"],
    ["error=%3Cscript%3E", "nothing of use"],
    ["code=", "nothing of use"],
  ])(
    "that the provider ends with %s has failed, and the log says no more than a word",
    async (query, word) => {
      const { logger, lines } = newLogRecorder();
      const { browser } = await newOpenShop({ logger });
      const callback = await callbackFor(browser, provider.addAccount(verified()));
      const at = `${callback.pathname}?state=${callback.searchParams.get("state")}&${query}`;
      expect((await browser.follow(at)).url.href).toBe(`${front}?error=provider_failed`);
      const [told] = lines().filter(({ msg }) => msg === "an identity provider failed");
      expect(told).toMatchObject({ fault: { message: `It sent the customer back with ${word}` } });
    },
  );

  test("returns to the shop's own front page unless told otherwise", async () => {
    const { browser } = await newOpenShop();
    const id = provider.addAccount(verified());
    expect(await signInAs(browser, id, "/auth/oauth/oidc")).toBe("http://shop.test/");
    expect(await signInAs(browser, id, "/auth/oauth/oidc?returnTo=/healthz")).toBe(
      "http://shop.test/healthz",
    );
  });

  test("does not return to what a forged cookie says", async () => {
    const { shop, browser } = await newOpenShop();
    const { headers } = await browser.visit(start);
    const [cookie = ""] = headers.getSetCookie();
    const { name, value } = Bun.Cookie.parse(cookie);
    const flow = JSON.parse(Buffer.from(value, "base64url").toString());
    const forge = (change: object) =>
      Buffer.from(JSON.stringify({ ...flow, ...change })).toString("base64url");
    const at = `http://shop.test/auth/oauth/oidc/callback?error=access_denied&state=${flow.state}`;
    for (const forged of [
      forge({ returnTo: "https://evil.example/" }),
      forge({ nonce: 1 }),
      "e30",
      "%",
      "x",
    ]) {
      const response = await shop.app(new Request(at, { headers: { cookie: `${name}=${forged}` } }));
      expect(response.status).toBe(400);
      expect(response.headers.get("location")).toBeNull();
    }
  });

  test("does nothing when it is asked by another method than GET", async () => {
    const { shop, browser } = await newOpenShop();
    const callback = await callbackFor(browser, provider.addAccount(verified()));
    for (const method of ["HEAD", "POST"]) {
      for (const url of [start, callback]) {
        const response = await browser.visit(url, { method });
        expect(response.status).toBe(404);
        expect(response.headers.getSetCookie()).toEqual([]);
      }
    }
    expect(await shop.db.select().from(customers)).toEqual([]);
    expect((await browser.visit(callback)).headers.get("location")).toBe(front);
  });

  test.each(["/auth/oauth/nobody", "/auth/oauth/", "/auth/oauth/oidc/other", "/auth/oauth/oidc/callback/"])(
    "is not found at %s",
    async (path) => {
      const { browser } = await newOpenShop();
      expect((await browser.visit(path)).status).toBe(404);
    },
  );

  test("is held up after too many from one address, at its begin and at its end", async () => {
    const { shop, browser } = await newOpenShop();
    const callback = await callbackFor(browser, provider.addAccount(verified()));
    const begun = await Promise.all(Array.from({ length: 99 }, () => newBrowser(shop.app).visit(start)));
    expect(new Set(begun.map(({ status }) => status))).toEqual(new Set([302]));
    for (const url of [start, callback]) {
      const response = await browser.visit(url);
      expect(response.status).toBe(429);
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await codeOf(response)).toBe("RATE_LIMITED");
    }
    expect(browser.cookieNames()).toEqual([]);
  });

  test("fails softly while the provider is down, and works again when it is back", async () => {
    const down = await startOidcProvider();
    const { logger, lines } = newLogRecorder();
    const { shop, browser } = await newOpenShop({ identityProviders: [asProvider(down.issuer)], logger });
    const callback = await callbackFor(browser, down.addAccount(verified()));
    await down.stop();
    expect((await browser.follow(callback)).url.href).toBe(`${front}?error=provider_failed`);
    const never = await newOpenShop({ identityProviders: [asProvider(down.issuer)], logger });
    expect((await never.browser.follow(start)).url.href).toBe(`${front}?error=provider_failed`);
    expect(await shop.db.select().from(sessions)).toEqual([]);
    const told = lines().filter(({ msg }) => msg === "an identity provider failed");
    expect(told).toMatchObject([{ provider: "oidc" }, { provider: "oidc" }]);
    expect(JSON.stringify(lines())).not.toContain(oauthClient.clientSecret);
    expect(JSON.stringify(lines())).not.toContain(callback.searchParams.get("code") ?? "");
  });

  test("fails softly when the provider does not know the shop's secret, which no log tells", async () => {
    const { logger, lines } = newLogRecorder();
    const wrong = { ...oauthClient, clientSecret: "not-the-one" };
    const { browser } = await newOpenShop({
      identityProviders: [asProvider(provider.issuer, wrong)],
      logger,
    });
    const page = await signInAs(browser, provider.addAccount(verified()));
    expect(page).toBe(`${front}?error=provider_failed`);
    const [told] = lines().filter(({ msg }) => msg === "an identity provider failed");
    expect(told).toMatchObject({ fault: { message: "OAuth request error: invalid_client" } });
    expect(JSON.stringify(lines())).not.toContain(wrong.clientSecret);
  });
});

function changeEnd(params: URLSearchParams, name: string): void {
  params.set(name, `${params.get(name)?.slice(0, 16)}${"x".repeat(16)}`);
}

describe("what a provider signs", () => {
  const nonce = "the nonce of this sign-in";
  const flow = {
    code: "any",
    codeVerifier: "v".repeat(64),
    nonce,
    redirectUri: "http://shop.test/auth/oauth/oidc/callback",
  };

  async function newForged() {
    const forged = await startForgedOidc();
    const identify = () => asProvider(forged.issuer).identify(flow);
    return { forged, right: rightClaims(forged, nonce), identify };
  }

  test("is believed when it is right", async () => {
    const { forged, right, identify } = await newForged();
    forged.idToken = await signed({ ...right, given_name: "Ada" }, forged.key);
    expect(await identify()).toEqual({
      subject: "somebody",
      email: "ada@example.com",
      emailVerified: true,
      firstName: "Ada",
      lastName: null,
    });
    await forged.stop();
  });

  test.each<[string, object]>([
    ["for another sign-in", { nonce: "another" }],
    ["for no sign-in", { nonce: undefined }],
    ["for another shop", { aud: "another" }],
    ["for several, of whom it does not name one", { aud: [oauthClient.clientId, "another"] }],
    ["for another of several", { aud: [oauthClient.clientId, "another"], azp: "another" }],
    ["in somebody else's name", { iss: "https://accounts.google.com" }],
    ["too long ago", { exp: Math.floor(Date.now() / 1000) - 60 }],
    ["for ever", { exp: undefined }],
    ["of nobody", { sub: undefined }],
    ["of somebody without a name", { sub: "" }],
  ])("is refused when it was signed %s", async (_, change) => {
    const { forged, right, identify } = await newForged();
    forged.idToken = await signed({ ...right, ...change }, forged.key);
    await expect(identify()).rejects.toThrow();
    await forged.stop();
  });

  test("is refused when anybody else signed it, or nobody, or it was changed", async () => {
    const { forged, right, identify } = await newForged();
    const other = await startForgedOidc();
    const fine = await signed(right, forged.key);
    const [header = "", payload = "", signature = ""] = fine.split(".");
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const spki = new Uint8Array(await crypto.subtle.exportKey("spki", forged.publicKey));
    const forgeries = [
      await signed(right, other.key),
      `${header}.${encode({ ...right, sub: "another" })}.${signature}`,
      `${encode({ alg: "none" })}.${payload}.`,
      await signed(right, spki, "HS256"),
      "no token",
      "",
    ];
    for (const forgery of forgeries) {
      forged.idToken = forgery;
      await expect(identify()).rejects.toThrow();
    }
    await Promise.all([forged.stop(), other.stop()]);
  });

  test("decides whom its userinfo may tell of", async () => {
    const { forged, right, identify } = await newForged();
    forged.idToken = await signed({ ...right, email: undefined }, forged.key);
    forged.userinfo = { sub: "another", email: "eve@example.com", email_verified: true };
    await expect(identify()).rejects.toThrow("somebody else");
    forged.userinfo = { ...forged.userinfo, sub: "somebody" };
    expect((await identify()).email).toBe("eve@example.com");
    await forged.stop();
  });

  test("is a session's only after the shop has checked it", async () => {
    const forged = await startForgedOidc();
    const other = await startForgedOidc();
    const { shop, browser } = await newOpenShop({ identityProviders: [asProvider(forged.issuer)] });
    const asked = new URL((await browser.visit(start)).headers.get("location") ?? "").searchParams;
    const claims = rightClaims(forged, asked.get("nonce") ?? "");
    forged.idToken = await signed(claims, other.key);
    const at = `/auth/oauth/oidc/callback?code=any&state=${asked.get("state")}`;
    expect((await browser.follow(at)).url.href).toBe(`${front}?error=provider_failed`);
    expect(await shop.db.select().from(customers)).toEqual([]);
    await Promise.all([forged.stop(), other.stop()]);
  });
});

describe("what a provider says of itself", () => {
  const begun = {
    state: "s".repeat(32),
    codeVerifier: "v".repeat(64),
    nonce: "n",
    redirectUri: "http://shop.test/auth/oauth/oidc/callback",
  };

  test("is asked once for all who come at once, and again after it could not be had", async () => {
    const forged = await startForgedOidc();
    const adapter = asProvider(forged.issuer);
    forged.document = { jwks_uri: 1 };
    await expect(adapter.begin(begun)).rejects.toThrow("jwks_uri");
    forged.document = {};
    await Promise.all([adapter.begin(begun), adapter.begin(begun), adapter.begin(begun)]);
    await adapter.begin(begun);
    expect(forged.discovered).toBe(2);
    await forged.stop();
  });

  test.each<[string, object]>([
    ["in another's name", { issuer: "https://accounts.google.com" }],
    ["with a script for an address", { authorization_endpoint: "javascript:alert(1)" }],
    ["without a token endpoint", { token_endpoint: undefined }],
  ])("is refused when it is said %s", async (_, document) => {
    const forged = await startForgedOidc();
    forged.document = document;
    await expect(asProvider(forged.issuer).begin(begun)).rejects.toThrow();
    await forged.stop();
  });
});

describe("GitHub", () => {
  const from = `/auth/oauth/github?returnTo=${encodeURIComponent(front)}`;

  test("signs in by the primary address, and knows its user by their id", async () => {
    const github = startGitHub();
    const adapter = createGitHubProvider(oauthClient, github.endpoints);
    const { shop, browser } = await newOpenShop({ identityProviders: [adapter] });
    const email = newEmail();
    github.user.emails = [
      { email: newEmail(), primary: false, verified: true },
      { email, primary: true, verified: true },
    ];
    expect((await browser.follow(from)).url.href).toBe(front);
    expect(await whoIs(browser)).toBe(email);
    github.user.emails = [];
    browser.forget();
    expect((await browser.follow(from)).url.href).toBe(front);
    expect(await whoIs(browser)).toBe(email);
    expect(await shop.db.select().from(identities).orderBy(identities.createdAt)).toMatchObject([
      { provider: "github", subject: "1" },
    ]);
    await github.stop();
  });

  test.each([
    ["is not verified", [{ email: "a@example.com", primary: true, verified: false }]],
    ["is not the primary one", [{ email: "a@example.com", primary: false, verified: true }]],
    ["is not there", []],
  ])("does not sign in by an address that %s", async (_, emails) => {
    const github = startGitHub();
    const adapter = createGitHubProvider(oauthClient, github.endpoints);
    const { shop, browser } = await newOpenShop({ identityProviders: [adapter] });
    github.user.emails = emails;
    expect((await browser.follow(from)).url.href).toBe(`${front}?error=email_unverified`);
    expect(await shop.db.select().from(customers)).toEqual([]);
    await github.stop();
  });

  test("that refuses a code is a provider that failed, and the log knows why", async () => {
    const github = startGitHub();
    const { logger, lines } = newLogRecorder();
    const adapter = createGitHubProvider({ ...oauthClient, clientSecret: "wrong" }, github.endpoints);
    const { browser } = await newOpenShop({ identityProviders: [adapter], logger });
    expect((await browser.follow(from)).url.href).toBe(`${front}?error=provider_failed`);
    expect(JSON.stringify(lines())).toContain("incorrect_client_credentials");
    await github.stop();
  });
});

describe("at the same time", () => {
  const person = (email: string) => ({
    subject: crypto.randomUUID(),
    email,
    emailVerified: true,
    firstName: null,
    lastName: null,
  });
  const example = { name: "oidc", label: "Example", issuer: "https://login.example" };

  test("one identity signing in many times is one customer", async () => {
    const ctx = await newServiceContext();
    const identity = person(newEmail());
    const results = await Promise.all(
      Array.from({ length: 8 }, () => signInWithIdentity(ctx, example, identity)),
    );
    expect(results.every((result) => "token" in result)).toBe(true);
    expect(await ctx.db.select().from(customers)).toHaveLength(1);
    expect(await ctx.db.select().from(identities)).toHaveLength(1);
  });

  test("registering with an address leaves no password on the account of who came through a provider", async () => {
    const ctx = await newServiceContext();
    for (let i = 0; i < 5; i++) {
      const email = newEmail();
      await Promise.all([
        register(ctx, { email, password }),
        signInWithIdentity(ctx, example, person(email)),
        register(ctx, { email, password: "another long one to guess" }),
      ]);
      const [row] = await ctx.db.select().from(customers).where(eq(customers.email, email));
      expect(row).toMatchObject({ passwordHash: null, emailVerifiedAt: expect.any(Date) });
    }
  });
});

test("the shop says through whom one can sign in, and where that begins", async () => {
  const { shop } = await newOpenShop();
  expect(await shop.client.auth.oauth.providers.query()).toEqual([
    { name: "oidc", label: "Example", path: "/auth/oauth/oidc" },
  ]);
  expect(await (await createTestShop()).client.auth.oauth.providers.query()).toEqual([]);
});

test("an account of who only came through a provider takes a password by reset", async () => {
  const { shop, browser } = await newOpenShop();
  const email = newEmail();
  await signInAs(browser, provider.addAccount(verified(email)));
  await shop.client.auth.requestPasswordReset.mutate({ email });
  const token = await mailedToken(shop, email);
  await shop.client.auth.resetPassword.mutate({ token, newPassword: password });
  expect((await signIn(shop, email)).customer.email).toBe(email);
  expect((await newCustomer(shop)).customer.email).not.toBe(email);
});

test("the environment says through whom", async () => {
  const names = ["GOOGLE", "GITHUB", "OIDC"];
  const variables = names.flatMap((name) => [
    [`OAUTH_${name}_CLIENT_ID`, oauthClient.clientId],
    [`OAUTH_${name}_CLIENT_SECRET`, oauthClient.clientSecret],
  ]);
  const { database, identityProviders } = await createDeps(
    loadEnv({
      ...Object.fromEntries(variables),
      OAUTH_OIDC_ISSUER: provider.issuer,
      OAUTH_OIDC_LABEL: "Our login",
      DATA_DIR: temporaryPath("data"),
    }),
  );
  database.client.close();
  expect(identityProviders.map(({ name, label }) => `${name}: ${label}`)).toEqual([
    "google: Google",
    "github: GitHub",
    "oidc: Our login",
  ]);
  const { browser } = await newOpenShop({ identityProviders });
  const page = new URL((await browser.visit("/auth/oauth/github")).headers.get("location") ?? "");
  expect(`${page.origin}${page.pathname}`).toBe("https://github.com/login/oauth/authorize");
  expect(await signInAs(browser, provider.addAccount(verified()))).toBe(front);
});
