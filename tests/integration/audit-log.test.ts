import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { auditEvents } from "../../db/schema/index.ts";
import { audit } from "../../server/modules/auth/audit.ts";
import { clientWith } from "../../testing/client.ts";
import { newCustomer, newEmail, password } from "../../testing/customers.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { challengeOf, newAuthenticator, step, wrongCode } from "../helpers/authenticator.ts";
import { newClock } from "../helpers/clock.ts";
import { newServiceContext } from "../helpers/context.ts";
import { mailedToken, signIn } from "../helpers/customers.ts";
import { refusalOf } from "../helpers/refusal.ts";

const minute = 60_000;
const start = new Date("2026-03-01T12:00:00Z");

/** A shop with five events a minute apart, and somebody who may read them; their own sign-in is not among them. */
async function newLog() {
  const shop = await createTestShop();
  const { client } = await newStaff(shop, { permissions: ["audit:read"] });
  await shop.db.delete(auditEvents);
  const clock = newClock(start);
  const ctx = await newServiceContext({
    db: shop.db,
    clock,
    source: { address: "198.51.100.7", device: "a browser" },
  });
  const write = async (type: Parameters<typeof audit>[1], subjectId: string | null, keyId?: string) => {
    const actor = keyId === undefined ? ctx.actor : { type: "key" as const, keyId, permissions: new Set([]) };
    await audit({ ...ctx, actor }, type, subjectId, keyId === undefined ? null : { role: "editor" });
    clock.advance(minute);
  };
  await write("login", "cus_1");
  await write("login-failed", "cus_1");
  await write("login", "cus_2");
  await write("role-given", "cus_2", "key_1");
  await write("login-failed", null);
  return { shop, write, list: client.admin.audit.list.query };
}

const after = (minutes: number) => new Date(start.getTime() + minutes * minute);

describe("the audit log", () => {
  test("lists what happened, the latest first, with who did it, to what and from where", async () => {
    const { list } = await newLog();
    const { items, nextCursor } = await list({});
    expect(nextCursor).toBeNull();
    expect(items.map(({ type }) => type)).toEqual([
      "login-failed",
      "role-given",
      "login",
      "login-failed",
      "login",
    ]);
    expect(items[1]).toEqual({
      id: expect.stringMatching(/^\d+$/),
      type: "role-given",
      actorId: "key_1",
      subjectId: "cus_2",
      details: { role: "editor" },
      address: "198.51.100.7",
      device: "a browser",
      createdAt: after(3),
    });
    expect(items[0]).toMatchObject({ actorId: null, subjectId: null, details: null });
  });

  test.each([
    ["type", { type: "login" }, ["2", "0"]],
    ["who did it", { actorId: "key_1" }, ["3"]],
    ["what it was done to", { subjectId: "cus_1" }, ["1", "0"]],
    ["its earliest moment", { since: after(3) }, ["4", "3"]],
    ["its latest moment", { until: after(1) }, ["0"]],
    ["all of them at once", { type: "login", subjectId: "cus_2", since: after(1), until: after(3) }, ["2"]],
    ["what nothing is", { type: "login", actorId: "key_1" }, []],
  ])("is filtered by %s", async (_, filter, minutes) => {
    const { list } = await newLog();
    const { items } = await list(filter);
    const found = items.map(({ createdAt }) => String((createdAt.getTime() - start.getTime()) / minute));
    expect(found).toEqual(minutes);
  });

  test("is read page by page, each event once, while new ones come", async () => {
    const { list, write } = await newLog();
    const before = (await list({})).items.map(({ id }) => id);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list({ limit: 2, ...(cursor !== null && { cursor }) });
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      await write("login", "cus_3");
    } while (cursor !== null);
    expect(paged).toEqual(before);
  });

  test("keeps to its filter on later pages", async () => {
    const { list } = await newLog();
    const first = await list({ type: "login", limit: 1 });
    const second = await list({ type: "login", limit: 1, cursor: first.nextCursor ?? "" });
    expect(second.items.map(({ subjectId }) => subjectId)).toEqual(["cus_1"]);
    expect(second.nextCursor).toBeNull();
  });

  test("refuses limits and cursors that are none", async () => {
    const { list, shop } = await newLog();
    const { client } = await newStaff(shop);
    await client.admin.apiKeys.create.mutate({ name: "a", scopes: ["audit:read"], password });
    await client.admin.apiKeys.create.mutate({ name: "b", scopes: ["audit:read"], password });
    const keys = await client.admin.apiKeys.list.query({ limit: 1 });
    const forged = ["audit", "1 or 1=1"];
    for (const input of [
      { limit: 0 },
      { limit: 101 },
      { cursor: "none" },
      { cursor: keys.nextCursor ?? "" },
      { cursor: Buffer.from(JSON.stringify(forged)).toString("base64url") },
    ]) {
      expect((await refusalOf(list(input))).code).toBe("BAD_REQUEST");
    }
  });

  test("is for those who may read it, people and keys", async () => {
    const { shop } = await newLog();
    const owner = await newStaff(shop);
    const { client: customer } = await newCustomer(shop);
    const support = await newStaff(shop, "support");
    const { key } = await owner.client.admin.apiKeys.create.mutate({
      name: "SIEM",
      scopes: ["audit:read"],
      password,
    });
    const codeFor = async ({ admin }: typeof customer) =>
      (await refusalOf(admin.audit.list.query({ limit: 1 }))).code;
    expect(await codeFor(shop.client)).toBe("UNAUTHENTICATED");
    expect(await codeFor(customer)).toBe("FORBIDDEN");
    expect(await codeFor(support.client)).toBe("FORBIDDEN");
    const read = await clientWith(shop.app, key).admin.audit.list.query({ type: "api-key-created" });
    expect(read.items).toMatchObject([{ type: "api-key-created" }]);
  });

  test("tells an event whose details nest as text", async () => {
    const { list, shop } = await newLog();
    const details = {
      list: ["a", "b"],
      nested: { deep: [1] },
      mixed: [1, "a"],
      count: 1,
      on: true,
      off: null,
    };
    const ctx = await newServiceContext({ db: shop.db });
    await audit(ctx, "role-saved", "editor", details);
    expect((await list({ limit: 1 })).items[0]?.details).toEqual({
      ...details,
      nested: '{"deep":[1]}',
      mixed: '[1,"a"]',
    });
  });
});

describe("staff's procedures write down whom they refused,", () => {
  const refusals = ({ db }: TestShop) =>
    db.select().from(auditEvents).where(eq(auditEvents.type, "access-refused"));

  test("a customer, staff without the permission and a service that says no, each by its name", async () => {
    const shop = await createTestShop();
    const [customer, member] = [
      await newCustomer(shop),
      await newStaff(shop, { permissions: ["staff:write"] }),
    ];
    for (const { client } of [customer, member]) {
      expect(await refusalOf(client.admin.audit.list.query({}))).toMatchObject({ code: "FORBIDDEN" });
    }
    const call = member.client.admin.staff.saveRole.mutate(
      { name: "mine", permissions: ["catalog:write"] }, // which they do not have themselves
      { idempotencyKey: crypto.randomUUID() }, // whose transaction a refusal undoes
    );
    expect(await refusalOf(call)).toMatchObject({ code: "FORBIDDEN" });
    const [theirs, own] = [customer.customer.id, member.customer.id];
    expect(await refusals(shop)).toMatchObject([
      {
        actorId: theirs,
        subjectId: theirs,
        details: { procedure: "admin.audit.list" },
        address: "192.0.2.1",
      },
      { actorId: own, subjectId: own, details: { procedure: "admin.audit.list" } },
      { actorId: own, subjectId: own, details: { procedure: "admin.staff.saveRole" } },
    ]);
  });

  test("once a minute, however often they come, and nobody who is not signed in", async () => {
    const shop = await createTestShop();
    const { client } = await newCustomer(shop);
    for (let i = 0; i < 30; i++) await refusalOf(client.admin.audit.list.query({}));
    await refusalOf(shop.client.admin.audit.list.query({}));
    expect((await refusals(shop)).length).toBe(1);
  });
});

test("a long story of accounts and keys leaves no secret in the audit log", async () => {
  const clock = newClock();
  const shop = await createTestShop({ clock });
  const secrets = await tellStory(shop, clock);
  expect(secrets.length).toBe(31);

  const { client } = await newStaff(shop);
  const { items, nextCursor } = await client.admin.audit.list.query({ limit: 100 });
  expect(nextCursor).toBeNull();
  const listed = JSON.stringify(items);
  for (const type of storyTypes) expect(listed).toContain(`"type":"${type}"`);
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(5);
    expect(listed).not.toContain(secret);
  }
  expect(listed).not.toContain("$argon2");
});

const storyTypes = [
  "registered",
  "email-verified",
  "login",
  "login-challenged",
  "login-failed",
  "access-token-minted",
  "password-reset-requested",
  "password-reset",
  "proof-failed",
  "password-changed",
  "mfa-enrolled",
  "mfa-confirmed",
  "mfa-failed",
  "recovery-code-used",
  "mfa-disabled",
  "api-key-created",
  "api-key-revoked",
];

/** Does whatever has to do with secrets, and answers all of them. */
async function tellStory(shop: TestShop, clock: ReturnType<typeof newClock>): Promise<string[]> {
  const { auth } = shop.client;
  const email = newEmail();
  const [wrong, second, third] = [
    "not the right one",
    "eleven otters cross a bridge",
    "nine grey herons wait",
  ];
  await auth.register.mutate({ email, password });
  const verification = await mailedToken(shop, email);
  await refusalOf(auth.verifyEmail.mutate({ token: verification, password: wrong }));
  await auth.verifyEmail.mutate({ token: verification, password });
  await refusalOf(auth.login.mutate({ email, password: wrong }));
  const first = await signIn(shop, email);
  await auth.requestPasswordReset.mutate({ email });
  const reset = await mailedToken(shop, email);
  await auth.resetPassword.mutate({ token: reset, newPassword: second });

  const again = await auth.login.mutate({ email, password: second, session: "token" });
  const held = clientWith(shop.app, again.token ?? "");
  await refusalOf(held.auth.changePassword.mutate({ password: wrong, newPassword: third }));
  const changed = await held.auth.changePassword.mutate({
    password: second,
    newPassword: password, // which the helpers know
    session: "token",
  });
  const client = clientWith(shop.app, changed.token ?? "");
  const { token: accessToken } = await client.auth.accessToken.mutate({});

  const { secret, uri } = await client.auth.mfa.enroll.mutate({ password });
  const codeOf = newAuthenticator(secret, clock);
  const codes = [codeOf()];
  const { confirm } = client.auth.mfa;
  const { recoveryCodes, token: confirmed } = await confirm.mutate({ code: codeOf(), session: "token" });
  clock.advance(step);
  const challengeId = await challengeOf(shop, email);
  await refusalOf(auth.mfa.challenge.mutate({ challengeId, code: wrongCode(codeOf) }));
  codes.push(codeOf());
  const { token } = await auth.mfa.challenge.mutate({ challengeId, code: codeOf(), session: "token" });
  const other = await challengeOf(shop, email);
  const [recoveryCode = ""] = recoveryCodes;
  await auth.mfa.challenge.mutate({ challengeId: other, code: recoveryCode });
  clock.advance(step);
  codes.push(codeOf());
  await clientWith(shop.app, token ?? "").auth.mfa.disable.mutate({ password, code: codeOf() });

  const owner = await newStaff(shop);
  const keys = owner.client.admin.apiKeys;
  const { key, apiKey } = await keys.create.mutate({ name: "ERP", scopes: ["customers:read"], password });
  await keys.revoke.mutate({ id: apiKey.id });

  return [
    ...[password, wrong, second, third],
    ...[
      verification,
      reset,
      first.token,
      again.token ?? "",
      changed.token ?? "",
      confirmed ?? "",
      token ?? "",
      owner.token,
    ],
    ...[accessToken, secret, uri, challengeId, other, key],
    ...codes.map((code) => `"${code}"`), // as a whole: six digits may stand in an id
    ...recoveryCodes,
  ];
}
