import { describe, expect, onTestFinished, test } from "bun:test";
import { and, eq } from "drizzle-orm";
import { decodeJwt } from "jose";
import type { ShopClient } from "../../client-sdk/src/index.ts";
import { type Permission, permissions } from "../../db/enums.ts";
import {
  apiKeys,
  auditEvents,
  customers,
  idempotencyKeys,
  identities,
  invitations,
  mailTokens,
  outbox,
  roles,
  sessions,
  staff,
} from "../../db/schema/index.ts";
import { clientWith } from "../../testing/client.ts";
import { newCustomer, newEmail, password } from "../../testing/customers.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newRole, newStaff, newStaffAccount } from "../../testing/staff.ts";
import { newAuthenticator } from "../helpers/authenticator.ts";
import { newClock } from "../helpers/clock.ts";
import { mailedToken, signIn } from "../helpers/customers.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { startRemoteStore } from "../helpers/sqld.ts";
import { newIdentity } from "../helpers/world.ts";

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const newPassword = "eleven otters cross a bridge";

const forbidden = { code: "FORBIDDEN", data: {} } as const;
const missing = { code: "NOT_FOUND", data: {} } as const;
const conflict = { code: "CONFLICT", data: {} } as const;
const expired = { code: "TOKEN_EXPIRED", data: {} } as const;
const wrong = { code: "INVALID_CREDENTIALS", data: {} } as const;

/** May run the staff, and nothing else. */
const staffOnly: Permission[] = ["staff:read", "staff:write"];

const accept = ({ client }: TestShop, token: string, one = password) =>
  client.auth.acceptInvitation.mutate({ token, password: one });

/** An owner who is signed in, and the token that was mailed to somebody they invited. */
async function newInvited(shop: TestShop, email = newEmail(), role = "editor") {
  const owner = await newStaff(shop);
  const invitation = await owner.client.admin.staff.invite.mutate({ email, role });
  return { owner, email, invitation, token: await mailedToken(shop, email) };
}

async function roleOf({ db }: TestShop, email: string): Promise<string | undefined> {
  const [member] = await db
    .select({ role: staff.role })
    .from(staff)
    .innerJoin(customers, eq(customers.id, staff.customerId))
    .where(eq(customers.email, email));
  return member?.role;
}

async function rolesOfAll({ db }: TestShop): Promise<string[]> {
  return (await db.select().from(staff)).map(({ role }) => role).toSorted();
}

const countOf = async (calls: readonly Promise<unknown>[], status: "fulfilled" | "rejected") =>
  (await Promise.allSettled(calls)).filter((each) => each.status === status).length;

/** The newest session of an account, in milliseconds from its start to its end. */
async function sessionLength({ db }: TestShop, customerId: string): Promise<number> {
  const own = await db.select().from(sessions).where(eq(sessions.customerId, customerId));
  const { createdAt, expiresAt } = own.at(-1) ?? { createdAt: new Date(0), expiresAt: new Date(0) };
  return expiresAt.getTime() - createdAt.getTime();
}

describe("the staff", () => {
  test("is listed page by page to whoever may read it, and to nobody else", async () => {
    const shop = await createTestShop();
    const owner = await newStaff(shop);
    const emails = [owner.email];
    for (let i = 0; i < 4; i++) emails.push(await newStaffAccount(shop, "editor"));
    const first = await owner.client.admin.staff.list.query({ limit: 3 });
    const second = await owner.client.admin.staff.list.query({ limit: 3, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ email }) => email)).toEqual(emails);
    expect([first.items.length, second.nextCursor]).toEqual([3, null]);
    expect(first.items[0]).toEqual({
      customerId: owner.customer.id,
      email: owner.email,
      firstName: null,
      lastName: null,
      role: "owner",
      secondFactor: false,
      createdAt: expect.any(Date),
    });
    const { client: editor } = await signIn(shop, emails[1] ?? "");
    expect(await refusalOf(editor.admin.staff.list.query())).toEqual(forbidden);
    const { client: customer } = await newCustomer(shop);
    expect(await refusalOf(customer.admin.staff.list.query())).toEqual(forbidden);
    expect(await refusalOf(shop.client.admin.staff.list.query())).toMatchObject({ code: "UNAUTHENTICATED" });
    const strange = owner.client.admin.staff.list.query({ cursor: "x" });
    expect(await refusalOf(strange)).toMatchObject({ code: "BAD_REQUEST" });
  });

  test("is run by nobody who may only read it", async () => {
    const shop = await createTestShop();
    const { client } = await newStaff(shop, { permissions: ["staff:read", "catalog:read"] });
    const { invite, withdrawInvitation, setRole, remove, saveRole, removeRole } = client.admin.staff;
    const calls = [
      invite.mutate({ email: newEmail(), role: "editor" }),
      withdrawInvitation.mutate({ id: "inv_1" }),
      setRole.mutate({ customerId: "cus_1", role: "editor" }),
      remove.mutate({ customerId: "cus_1" }),
      saveRole.mutate({ name: "new", permissions: ["catalog:read"] }),
      removeRole.mutate({ name: "editor" }),
    ];
    for (const refusal of await Promise.all(calls.map(refusalOf))) expect(refusal).toEqual(forbidden);
  });

  test("stays signed in for a day, a customer for thirty, each as they are when they sign in", async () => {
    const shop = await createTestShop();
    const owner = await newStaff(shop);
    expect(await sessionLength(shop, owner.customer.id)).toBeWithin(day - 5_000, day + 5_000);
    const { email, customer } = await newCustomer(shop);
    expect(await sessionLength(shop, customer.id)).toBeWithin(30 * day - 5_000, 30 * day + 5_000);
    await owner.client.admin.staff.invite.mutate({ email, role: "support" });
    await accept(shop, await mailedToken(shop, email));
    await signIn(shop, email);
    expect(await sessionLength(shop, customer.id)).toBeWithin(day - 5_000, day + 5_000);
    await owner.client.admin.staff.remove.mutate({ customerId: customer.id });
    await signIn(shop, email);
    expect(await sessionLength(shop, customer.id)).toBeWithin(30 * day - 5_000, 30 * day + 5_000);
  });

  test("without a second factor does nothing of staff's where one is asked for, until it has one", async () => {
    const clock = newClock();
    const shop = await createTestShop({ staffNeedSecondFactor: true, clock });
    const { client } = await newStaff(shop);
    const refused = { code: "MFA_ENROLLMENT_REQUIRED", data: {} } as const;
    const isRefused = async () => {
      expect(await refusalOf(client.admin.staff.list.query())).toEqual(refused);
      expect(await refusalOf(client.auth.accessToken.mutate())).toEqual(refused);
    };
    await isRefused();
    const { secret } = await client.auth.mfa.enroll.mutate({ password });
    await isRefused();
    const code = newAuthenticator(secret, clock)();
    const { token } = await client.auth.mfa.confirm.mutate({ code, session: "token" });
    const { admin, auth } = clientWith(shop.app, token ?? "");
    expect((await admin.staff.list.query()).items).toMatchObject([{ secondFactor: true }]);
    expect(decodeJwt((await auth.accessToken.mutate()).token)).toMatchObject({ role: "owner" });
    const customer = await newCustomer(shop); // who may go without
    const theirs = decodeJwt((await customer.client.auth.accessToken.mutate()).token);
    expect(theirs).toMatchObject({ role: "customer" });
  });

  test("is known to other services by its role and what that allows, from the access token", async () => {
    const shop = await createTestShop();
    const claimsOf = async ({ client }: Pick<TestShop, "client">) => {
      const { role, permissions: allowed } = decodeJwt((await client.auth.accessToken.mutate({})).token);
      return { role, allowed };
    };
    const { role, ...member } = await newStaff(shop, { permissions: ["orders:read", "catalog:read"] });
    expect(await claimsOf(member)).toEqual({ role, allowed: ["catalog:read", "orders:read"] });
    const owner = { role: "owner", allowed: permissions.toSorted() };
    expect(await claimsOf(await newStaff(shop))).toEqual(owner);
    expect(await claimsOf(await newCustomer(shop))).toEqual({ role: "customer", allowed: undefined });
  });
});

describe("inviting", () => {
  test("mails a token; the database holds its hash alone and the outbox nothing of it", async () => {
    const shop = await createTestShop();
    const { client } = await newStaff(shop);
    const key = { idempotencyKey: crypto.randomUUID() };
    const input = { email: "Grace@Example.com", role: "editor" };
    const invitation = await client.admin.staff.invite.mutate(input, key);
    expect(invitation).toMatchObject({ email: "grace@example.com", role: "editor" });
    expect(invitation.expiresAt.getTime() - invitation.createdAt.getTime()).toBe(7 * day);
    const token = await mailedToken(shop, "grace@example.com");
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(shop.mails.at(-1)?.text).toContain("editor");
    const stored = [invitations, outbox, auditEvents, idempotencyKeys].map((each) =>
      shop.db.select().from(each),
    );
    expect(JSON.stringify(await Promise.all(stored))).not.toContain(token);
    expect(await client.admin.staff.invitations.query({})).toMatchObject({
      items: [{ id: invitation.id }],
      nextCursor: null,
    });
  });

  test("once more gives the new role and a new token, and makes the first worthless", async () => {
    const shop = await createTestShop();
    const { owner, email, invitation, token: first } = await newInvited(shop);
    const again = await owner.client.admin.staff.invite.mutate({ email, role: "support" });
    expect(again).toMatchObject({ id: invitation.id, role: "support" });
    expect(await refusalOf(accept(shop, first))).toEqual(expired);
    const second = await mailedToken(shop, email);
    expect(second).not.toBe(first);
    await accept(shop, second);
    expect(await roleOf(shop, email)).toBe("support");
  });

  test("is refused for who is of the staff, for an unknown role and for what is no address", async () => {
    const shop = await createTestShop();
    const { client } = await newStaff(shop);
    const { invite } = client.admin.staff;
    const taken = await newStaffAccount(shop, "editor");
    const call = invite.mutate({ email: taken.toUpperCase(), role: "editor" });
    expect(await refusalOf(call)).toMatchObject({ code: "EMAIL_TAKEN" });
    expect(await refusalOf(invite.mutate({ email: newEmail(), role: "captain" }))).toEqual(missing);
    const nowhere = invite.mutate({ email: "nowhere", role: "editor" });
    expect(await refusalOf(nowhere)).toMatchObject({ code: "BAD_REQUEST" });
    expect(await shop.db.select().from(invitations)).toEqual([]);
    expect(await shop.db.select().from(outbox)).toEqual([]);
  });

  test.each(["owner", "manager", "editor"])("as %s is for nobody who may do less", async (role) => {
    const shop = await createTestShop();
    const { client } = await newStaff(shop, { permissions: [...staffOnly, "catalog:read"] });
    const call = client.admin.staff.invite.mutate({ email: newEmail(), role });
    expect(await refusalOf(call)).toEqual(forbidden);
    expect(await shop.db.select().from(invitations)).toEqual([]);
  });

  test("is taken back: the token is worthless, and one that is not mailed yet never is", async () => {
    const shop = await createTestShop();
    const { owner, invitation, token } = await newInvited(shop);
    const { withdrawInvitation, invite } = owner.client.admin.staff;
    await withdrawInvitation.mutate({ id: invitation.id });
    expect(await refusalOf(accept(shop, token))).toEqual(expired);
    expect(await refusalOf(withdrawInvitation.mutate({ id: invitation.id }))).toEqual(missing);
    const email = newEmail();
    const { id } = await invite.mutate({ email, role: "editor" });
    await withdrawInvitation.mutate({ id });
    expect(await mailedToken(shop, email)).toBe("");
    expect(await shop.db.select().from(outbox)).toEqual([]);
  });

  test("beyond what one may do oneself is nobody's to take back or to write over", async () => {
    const shop = await createTestShop();
    const { email, invitation, token } = await newInvited(shop, newEmail(), "owner");
    const { client } = await newStaff(shop, { permissions: [...staffOnly, "catalog:read"] });
    const { invite, withdrawInvitation } = client.admin.staff;
    const reader = await newRole(shop, ["catalog:read"]);
    const before = await shop.db.select().from(invitations);
    expect(await refusalOf(invite.mutate({ email, role: reader }))).toEqual(forbidden);
    expect(await refusalOf(withdrawInvitation.mutate({ id: invitation.id }))).toEqual(forbidden);
    expect(await shop.db.select().from(invitations)).toEqual(before);
    await accept(shop, token);
    expect(await roleOf(shop, email)).toBe("owner");
    const own = await invite.mutate({ email: newEmail(), role: reader });
    expect(await withdrawInvitation.mutate({ id: own.id })).toEqual({ done: true });
  });

  test("is listed page by page, the first invited first", async () => {
    const shop = await createTestShop();
    const { client } = await newStaff(shop);
    const { invite, invitations: open } = client.admin.staff;
    const made: string[] = [];
    for (let i = 0; i < 5; i++) {
      made.push((await invite.mutate({ email: newEmail(), role: "editor" })).id);
    }
    const first = await open.query({ limit: 3 });
    const second = await open.query({ limit: 3, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made);
    expect([first.items.length, second.nextCursor]).toEqual([3, null]);
    for (const input of [{ limit: 101 }, { cursor: "x" }]) {
      expect(await refusalOf(open.query(input))).toMatchObject({ code: "BAD_REQUEST" });
    }
  });

  test("ends after seven days, for the token and in the list", async () => {
    const clock = newClock();
    const shop = await createTestShop({ clock });
    const { invitation, token } = await newInvited(shop);
    clock.advance(7 * day);
    expect(await refusalOf(accept(shop, token))).toEqual(expired);
    const owner = await newStaff(shop);
    const { invitations: open, withdrawInvitation } = owner.client.admin.staff;
    expect((await open.query({})).items).toEqual([]);
    expect(await refusalOf(withdrawInvitation.mutate({ id: invitation.id }))).toEqual(missing);
    await owner.client.admin.staff.invite.mutate({ email: newEmail(), role: "editor" });
    expect((await shop.db.select().from(invitations)).length).toBe(1);
  });
});

describe("accepting an invitation", () => {
  test("opens a verified account where there is none, once", async () => {
    const shop = await createTestShop();
    const { email, token } = await newInvited(shop);
    expect(await accept(shop, token)).toEqual({ done: true });
    const { client } = await signIn(shop, email);
    expect(await roleOf(shop, email)).toBe("editor");
    expect(await refusalOf(client.admin.staff.list.query())).toEqual(forbidden);
    expect(await refusalOf(accept(shop, token))).toEqual(expired);
    expect(await shop.db.select().from(invitations)).toEqual([]);
  });

  test("takes a strong password for a new account, and the token waits for it", async () => {
    const shop = await createTestShop();
    const { email, token } = await newInvited(shop);
    for (const weak of ["password123", "short", `${email} is who I am`]) {
      const refused = await refusalOf(accept(shop, token, weak));
      expect(refused).toMatchObject({ code: "BAD_REQUEST", data: { issues: [{ path: "password" }] } });
    }
    expect(await roleOf(shop, email)).toBeUndefined();
    await accept(shop, token);
    expect(await roleOf(shop, email)).toBe("editor");
  });

  test("needs the password of an account that is verified, keeps the account and signs it out", async () => {
    const shop = await createTestShop();
    const { email, customer, client } = await newCustomer(shop);
    const { token } = await newInvited(shop, email);
    expect(await refusalOf(accept(shop, token, newPassword))).toEqual(wrong);
    expect(await client.auth.me.query()).not.toBeNull();
    await accept(shop, token);
    expect(await client.auth.me.query()).toBeNull();
    expect((await signIn(shop, email)).customer.id).toBe(customer.id);
    expect(await roleOf(shop, email)).toBe("editor");
  });

  test("counts guesses at that password", async () => {
    const shop = await createTestShop();
    const { email } = await newCustomer(shop);
    const { token } = await newInvited(shop, email);
    for (let i = 0; i < 10; i++) expect(await refusalOf(accept(shop, token, newPassword))).toEqual(wrong);
    expect(await refusalOf(accept(shop, token))).toMatchObject({ code: "RATE_LIMITED" });
  });

  test("takes an account over that nobody has verified, from whoever opened it", async () => {
    const shop = await createTestShop();
    const email = newEmail();
    await shop.client.auth.register.mutate({ email, password: "the thief waits in here" });
    const mailed = await mailedToken(shop, email);
    const [opened] = await shop.db.select().from(customers);
    const customerId = opened?.id ?? "";
    await newIdentity(shop, customerId);
    const { token } = await newInvited(shop, email);
    await accept(shop, token);
    const thief = { email, password: "the thief waits in here" };
    expect(await refusalOf(shop.client.auth.login.mutate(thief))).toEqual(wrong);
    const late = shop.client.auth.verifyEmail.mutate({ token: mailed, password: thief.password });
    expect(await refusalOf(late)).toEqual(expired);
    expect((await signIn(shop, email)).customer.id).toBe(customerId);
    expect(await shop.db.select().from(identities)).toEqual([]);
    expect(await shop.db.select().from(mailTokens)).toEqual([]);
  });

  test("takes the links to providers and the tokens in mails from the account that joins", async () => {
    const shop = await createTestShop();
    const { email, customer } = await newCustomer(shop);
    await newIdentity(shop, customer.id);
    await shop.client.auth.requestPasswordReset.mutate({ email });
    await mailedToken(shop, email);
    const { token } = await newInvited(shop, email);
    await accept(shop, token);
    expect(await shop.db.select().from(identities)).toEqual([]);
    expect(await shop.db.select().from(mailTokens)).toEqual([]);
  });

  test("does not open an account that is blocked, verified or not", async () => {
    const shop = await createTestShop();
    const { email } = await newCustomer(shop);
    const unverified = newEmail();
    await shop.client.auth.register.mutate({ email: unverified, password });
    await shop.db.update(customers).set({ status: "blocked" });
    for (const one of [email, unverified]) {
      const { token } = await newInvited(shop, one);
      expect(await refusalOf(accept(shop, token))).toEqual(wrong);
      expect(await roleOf(shop, one)).toBeUndefined();
    }
  });

  test("with a password that is changed meanwhile is refused, and the token stays good", async () => {
    const shop = await createTestShop();
    const { email, client } = await newCustomer(shop);
    const { token } = await newInvited(shop, email);
    const change = client.auth.changePassword.mutate({ password, newPassword });
    const [changed, accepted] = await Promise.allSettled([change, accept(shop, token)]);
    expect([changed.status, accepted.status]).toContain("fulfilled");
    // Whichever was first, the other saw it.
    if (accepted.status === "fulfilled") expect(changed.status).toBe("rejected");
    else {
      expect(await roleOf(shop, email)).toBeUndefined();
      await accept(shop, token, newPassword);
    }
    expect(await roleOf(shop, email)).toBe("editor");
  });

  test("twice at once works for one, and makes one account", async () => {
    const shop = await createTestShop();
    const { email, token } = await newInvited(shop);
    const both = [accept(shop, token), accept(shop, token, newPassword)];
    expect(await countOf(both, "fulfilled")).toBe(1);
    expect((await shop.db.select().from(customers).where(eq(customers.email, email))).length).toBe(1);
    expect(await rolesOfAll(shop)).toEqual(["editor", "owner"]);
  });

  test("and verifying the address at once leaves one way in, which is known to be its owner's", async () => {
    const shop = await createTestShop();
    const email = newEmail();
    await shop.client.auth.register.mutate({ email, password });
    const verification = await mailedToken(shop, email);
    const { token } = await newInvited(shop, email);
    const both = [
      shop.client.auth.verifyEmail.mutate({ token: verification, password }),
      accept(shop, token, newPassword),
    ];
    expect(await countOf(both, "fulfilled")).toBe(1);
    const joined = (await roleOf(shop, email)) !== undefined;
    const one = joined ? newPassword : password;
    expect((await shop.client.auth.login.mutate({ email, password: one })).customer.email).toBe(email);
  });

  test("with a token that was never given is refused, and tries are counted", async () => {
    const { app } = await createTestShop();
    const client = clientWith(app, "nobody's"); // whose network address is known
    const token = "x".repeat(32);
    for (let i = 0; i < 100; i++) {
      expect(await refusalOf(client.auth.acceptInvitation.mutate({ token, password }))).toEqual(expired);
    }
    const call = client.auth.acceptInvitation.mutate({ token, password });
    expect(await refusalOf(call)).toMatchObject({ code: "RATE_LIMITED" });
  });
});

describe("giving a role", () => {
  test("answers the member, signs them out everywhere and holds from the next sign-in on", async () => {
    const shop = await createTestShop();
    const owner = await newStaff(shop);
    const member = await newStaff(shop, "editor");
    const phone = await signIn(shop, member.email);
    const { id: customerId } = member.customer;
    const changed = await owner.client.admin.staff.setRole.mutate({ customerId, role: "manager" });
    expect(changed).toMatchObject({ customerId, email: member.email, role: "manager" });
    for (const { client } of [member, phone]) expect(await client.auth.me.query()).toBeNull();
    const { client } = await signIn(shop, member.email);
    expect((await client.admin.staff.list.query()).items.length).toBe(2);
  });

  test("is refused for who is not of the staff and for an unknown role", async () => {
    const shop = await createTestShop();
    const { client } = await newStaff(shop);
    const { customer } = await newCustomer(shop);
    const { setRole, remove } = client.admin.staff;
    const one = { customerId: customer.id, role: "editor" };
    expect(await refusalOf(setRole.mutate(one))).toEqual(missing);
    expect(await refusalOf(setRole.mutate({ ...one, customerId: "cus_nobody" }))).toEqual(missing);
    expect(await refusalOf(remove.mutate({ customerId: customer.id }))).toEqual(missing);
    const member = await newStaff(shop, "editor");
    const unknown = setRole.mutate({ customerId: member.customer.id, role: "captain" });
    expect(await refusalOf(unknown)).toEqual(missing);
    expect(await roleOf(shop, member.email)).toBe("editor");
  });

  test("is for nobody who may do less than the role that is given, or the one that is taken", async () => {
    const shop = await createTestShop();
    const actor = await newStaff(shop, { permissions: [...staffOnly, "catalog:read"] });
    const reader = await newRole(shop, ["catalog:read"]);
    const member = await newStaff(shop, reader);
    const owner = await newStaff(shop);
    const { setRole, remove } = actor.client.admin.staff;
    const refused = [
      setRole.mutate({ customerId: member.customer.id, role: "editor" }),
      setRole.mutate({ customerId: member.customer.id, role: "owner" }),
      setRole.mutate({ customerId: owner.customer.id, role: reader }),
      remove.mutate({ customerId: owner.customer.id }),
    ];
    for (const refusal of await Promise.all(refused.map(refusalOf))) expect(refusal).toEqual(forbidden);
    expect(await roleOf(shop, member.email)).toBe(reader);
    expect(await member.client.auth.me.query()).not.toBeNull();
    const own = await setRole.mutate({ customerId: member.customer.id, role: actor.role });
    expect(own.role).toBe(actor.role);
  });

  test("is for nobody to do to themselves, an owner among others neither", async () => {
    const shop = await createTestShop();
    const owner = await newStaff(shop);
    await newStaff(shop);
    const { setRole, remove } = owner.client.admin.staff;
    const { id: customerId } = owner.customer;
    expect(await refusalOf(setRole.mutate({ customerId, role: "editor" }))).toEqual(forbidden);
    expect(await refusalOf(remove.mutate({ customerId }))).toEqual(forbidden);
  });

  test("leaves the last owner theirs, also when the only other one is blocked", async () => {
    const shop = await createTestShop();
    const owner = await newStaff(shop);
    const { client } = await newStaff(shop, { permissions });
    const { setRole, remove } = client.admin.staff;
    const { id: customerId } = owner.customer;
    const other = await newStaffAccount(shop);
    await shop.db.update(customers).set({ status: "blocked" }).where(eq(customers.email, other));
    expect(await refusalOf(setRole.mutate({ customerId, role: "editor" }))).toEqual(conflict);
    expect(await refusalOf(remove.mutate({ customerId }))).toEqual(conflict);
    expect(await owner.client.auth.me.query()).not.toBeNull();
    await shop.db.update(customers).set({ status: "active" });
    expect((await setRole.mutate({ customerId, role: "editor" })).role).toBe("editor");
  });

  test("and what it allowed are both gone for who was asking meanwhile", async () => {
    const shop = await createTestShop();
    const owner = await newStaff(shop);
    const member = await newStaff(shop, { permissions: staffOnly });
    const role = await newRole(shop, staffOnly);
    const { id: customerId } = member.customer;
    const email = newEmail();
    const [, invited] = await Promise.allSettled([
      owner.client.admin.staff.setRole.mutate({ customerId, role: "editor" }),
      member.client.admin.staff.invite.mutate({ email, role }),
    ]);
    const events = await shop.db.select().from(auditEvents).orderBy(auditEvents.id);
    const types = events.map(({ type }) => type).filter((type) => /role-given|staff-invited/.test(type));
    expect(types).toEqual(invited.status === "fulfilled" ? ["staff-invited", "role-given"] : ["role-given"]);
  });
});

/** Two owners who take the role from each other at the same time. */
async function mutualDemotions(shop: TestShop): Promise<Promise<unknown>[]> {
  const [one, other] = [await newStaff(shop), await newStaff(shop)];
  return [
    one.client.admin.staff.setRole.mutate({ customerId: other.customer.id, role: "editor" }),
    other.client.admin.staff.setRole.mutate({ customerId: one.customer.id, role: "editor" }),
  ];
}

describe("two owners who act on each other at once", () => {
  test("leave one: the second is refused", async () => {
    for (let i = 0; i < 10; i++) {
      const shop = await createTestShop();
      const both = await Promise.allSettled(await mutualDemotions(shop));
      expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      const refused = both.find((each) => each.status === "rejected");
      // Before its transaction began the second may have been signed out already.
      expect(["CONFLICT", "UNAUTHENTICATED"]).toContain(String(Object(refused?.reason).code));
      expect(await rolesOfAll(shop)).toEqual(["editor", "owner"]);
    }
  });

  test("leave one when they remove each other", async () => {
    const shop = await createTestShop();
    const [one, other] = [await newStaff(shop), await newStaff(shop)];
    const both = [
      one.client.admin.staff.remove.mutate({ customerId: other.customer.id }),
      other.client.admin.staff.remove.mutate({ customerId: one.customer.id }),
    ];
    expect(await countOf(both, "fulfilled")).toBe(1);
    expect(await rolesOfAll(shop)).toEqual(["owner"]);
  });
});

test("whoever is removed is signed out and stays a customer", async () => {
  const shop = await createTestShop();
  const owner = await newStaff(shop);
  const member = await newStaff(shop, "support");
  const { remove } = owner.client.admin.staff;
  const { id: customerId } = member.customer;
  expect(await remove.mutate({ customerId })).toEqual({ done: true });
  expect(await member.client.auth.me.query()).toBeNull();
  const { client } = await signIn(shop, member.email);
  expect((await client.account.profile.query()).email).toBe(member.email);
  expect(await refusalOf(client.admin.staff.list.query())).toEqual(forbidden);
  expect(await refusalOf(remove.mutate({ customerId }))).toEqual(missing);
});

/** A member of staff with those permissions, a key of theirs with each scope that they may give, and one they invited. */
async function newGiver(shop: TestShop, scopes: readonly ("catalog:read" | "orders:read")[]) {
  const member = await newStaff(shop, { permissions: [...staffOnly, "keys:write", ...scopes] });
  const keys: Record<string, ShopClient> = {};
  const invited: Record<string, string> = {};
  for (const scope of scopes) {
    const made = await member.client.admin.apiKeys.create.mutate({ name: scope, scopes: [scope], password });
    keys[scope] = clientWith(shop.app, made.key);
    const email = newEmail();
    await member.client.admin.staff.invite.mutate({ email, role: await newRole(shop, [scope]) });
    invited[scope] = await mailedToken(shop, email);
  }
  const revoked = async () => {
    const rows = await shop.db.select().from(apiKeys).where(eq(apiKeys.createdBy, member.customer.id));
    return rows.filter(({ revokedAt }) => revokedAt !== null).map(({ name }) => name);
  };
  return { ...member, customerId: member.customer.id, keys, invited, revoked };
}

describe("what somebody of the staff gave to others", () => {
  test("goes with them: their keys and their open invitations, and it is written down", async () => {
    const shop = await createTestShop();
    const owner = await newStaff(shop);
    const giver = await newGiver(shop, ["catalog:read", "orders:read"]);
    const other = await newGiver(shop, ["catalog:read"]);
    await owner.client.admin.staff.remove.mutate({ customerId: giver.customerId });
    expect(await giver.revoked()).toEqual(["catalog:read", "orders:read"]);
    for (const client of Object.values(giver.keys)) {
      expect(await refusalOf(client.admin.audit.list.query({}))).toMatchObject({ code: "UNAUTHENTICATED" });
    }
    for (const token of Object.values(giver.invited)) {
      expect(await refusalOf(accept(shop, token))).toEqual(expired);
    }
    const types = (await shop.db.select().from(auditEvents).where(eq(auditEvents.actorId, owner.customer.id)))
      .map(({ type }) => type)
      .filter((type) => /revoked|withdrawn|removed/.test(type));
    expect(types.toSorted()).toEqual([
      "api-key-revoked",
      "api-key-revoked",
      "invitation-withdrawn",
      "invitation-withdrawn",
      "staff-removed",
    ]);
    expect(await other.revoked()).toEqual([]);
    expect(await accept(shop, other.invited["catalog:read"] ?? "")).toEqual({ done: true });
  });

  test.each<[string, (shop: TestShop, giver: { customerId: string; role: string }) => Promise<unknown>]>([
    [
      "another role",
      async (shop, { customerId }) => {
        const { client } = await newStaff(shop);
        const role = await newRole(shop, [...staffOnly, "orders:read"]);
        return client.admin.staff.setRole.mutate({ customerId, role });
      },
    ],
    [
      "less in their role",
      async (shop, { role: name }) => {
        const { client } = await newStaff(shop);
        const left = [...staffOnly, "orders:read"] as const;
        return client.admin.staff.saveRole.mutate({ name, permissions: [...left], version: 1 });
      },
    ],
  ])("is taken back as far as it is beyond them when they get %s", async (_, change) => {
    const shop = await createTestShop();
    const giver = await newGiver(shop, ["catalog:read", "orders:read"]);
    await change(shop, giver);
    expect(await giver.revoked()).toEqual(["catalog:read"]);
    expect(await refusalOf(accept(shop, giver.invited["catalog:read"] ?? ""))).toEqual(expired);
    expect(await accept(shop, giver.invited["orders:read"] ?? "")).toEqual({ done: true });
  });
});

describe("roles", () => {
  test("are listed page by page, by name", async () => {
    const shop = await createTestShop();
    const { client } = await newStaff(shop);
    const first = await client.admin.staff.roles.query({ limit: 3 });
    const second = await client.admin.staff.roles.query({ limit: 3, cursor: first.nextCursor ?? "" });
    const names = [first, second].map(({ items }) => items.map(({ name }) => name));
    expect(names).toEqual([["editor", "manager", "owner"], ["support"]]);
    expect(second.nextCursor).toBeNull();
    const strange = client.admin.staff.roles.query({ cursor: "x" });
    expect(await refusalOf(strange)).toMatchObject({ code: "BAD_REQUEST" });
  });

  test("are not made anew where the owner's is not there", async () => {
    const shop = await createTestShop();
    const { client } = await newStaff(shop, { permissions });
    await shop.db.delete(roles).where(eq(roles.name, "owner"));
    const call = client.admin.staff.saveRole.mutate({ name: "owner", permissions: [] });
    expect(await refusalOf(call)).toEqual(conflict);
  });

  test("are listed with what they allow: the owner's with everything, whatever is stored", async () => {
    const shop = await createTestShop();
    const { client } = await newStaff(shop);
    await shop.db.update(roles).set({ permissions: [] }).where(eq(roles.name, "owner"));
    const { items: listed } = await client.admin.staff.roles.query({});
    expect(listed.map(({ name }) => name)).toEqual(["editor", "manager", "owner", "support"]);
    const owner = listed.find(({ name }) => name === "owner");
    expect(owner).toEqual({ name: "owner", permissions: [...permissions], version: 1 });
  });

  test("are made, and changed in the version that was seen", async () => {
    const shop = await createTestShop();
    const { client } = await newStaff(shop);
    const { saveRole } = client.admin.staff;
    const name = "order-desk";
    const made = await saveRole.mutate({ name, permissions: ["orders:write", "orders:read", "orders:read"] });
    expect(made).toEqual({ name, permissions: ["orders:read", "orders:write"], version: 1 });
    const changed = await saveRole.mutate({ name, permissions: ["orders:read"], version: 1 });
    expect(changed).toEqual({ name, permissions: ["orders:read"], version: 2 });
    for (const version of [1, 3, 0, undefined]) {
      const late = saveRole.mutate({ name, permissions: [], ...(version !== undefined && { version }) });
      expect(await refusalOf(late)).toEqual({ code: "VERSION_CONFLICT", data: { current: 2 } });
    }
    const gone = saveRole.mutate({ name: "gone", permissions: [], version: 1 });
    expect(await refusalOf(gone)).toEqual(missing);
  });

  test("changed twice at once are changed by one", async () => {
    const shop = await createTestShop();
    const { client } = await newStaff(shop);
    const name = await newRole(shop, ["catalog:read"]);
    const both = [["orders:read"], ["tax:read"]] as const;
    const calls = both.map((each) =>
      client.admin.staff.saveRole.mutate({ name, permissions: [...each], version: 1 }),
    );
    expect(await countOf(calls, "fulfilled")).toBe(1);
    const [role] = await shop.db.select().from(roles).where(eq(roles.name, name));
    expect(role?.version).toBe(2);
  });

  test.each(["", "customer", "Desk", "order desk", "-desk", "desk-", "a--b", "désk", "x".repeat(51)])(
    "are not called %p",
    async (name) => {
      const { client } = await newStaff(await createTestShop());
      const call = client.admin.staff.saveRole.mutate({ name, permissions: [] });
      expect(await refusalOf(call)).toMatchObject({
        code: "BAD_REQUEST",
        data: { issues: [{ path: "name" }] },
      });
    },
  );

  test("that change sign out whoever has them, and nobody else", async () => {
    const shop = await createTestShop();
    const owner = await newStaff(shop);
    const [editor, support] = [await newStaff(shop, "editor"), await newStaff(shop, "support")];
    await owner.client.admin.staff.saveRole.mutate({ name: "editor", permissions: staffOnly, version: 1 });
    expect(await editor.client.auth.me.query()).toBeNull();
    expect(await support.client.auth.me.query()).not.toBeNull();
    expect(await owner.client.auth.me.query()).not.toBeNull();
    const { client } = await signIn(shop, editor.email);
    expect((await client.admin.staff.list.query()).items.length).toBe(3);
  });

  test("give nobody more than they have: neither their own, nor another, nor the owner's", async () => {
    const shop = await createTestShop();
    const { client, role } = await newStaff(shop, { permissions: [...staffOnly, "catalog:read"] });
    const { saveRole, removeRole } = client.admin.staff;
    const before = await shop.db.select().from(roles);
    const escalations = [
      saveRole.mutate({ name: role, permissions: [...permissions], version: 1 }),
      saveRole.mutate({ name: role, permissions: ["staff:read"], version: 1 }),
      saveRole.mutate({ name: "mine", permissions: ["catalog:write"] }),
      saveRole.mutate({ name: "editor", permissions: ["catalog:read"], version: 1 }),
      removeRole.mutate({ name: "manager" }),
      removeRole.mutate({ name: role }),
    ];
    for (const refusal of await Promise.all(escalations.map(refusalOf))) expect(refusal).toEqual(forbidden);
    const owners = saveRole.mutate({ name: "owner", permissions: staffOnly, version: 1 });
    expect(await refusalOf(owners)).toEqual(conflict);
    expect(await shop.db.select().from(roles)).toEqual(before);
    expect((await saveRole.mutate({ name: "mine", permissions: ["catalog:read"] })).version).toBe(1);
  });

  test("are removed once nobody has them or is invited to them, the owner's never", async () => {
    const clock = newClock();
    const shop = await createTestShop({ clock });
    const owner = await newStaff(shop);
    const { invite, remove, removeRole } = owner.client.admin.staff;
    const member = await newStaff(shop, "support");
    expect(await refusalOf(removeRole.mutate({ name: "support" }))).toEqual(conflict);
    await remove.mutate({ customerId: member.customer.id });
    await invite.mutate({ email: newEmail(), role: "support" });
    expect(await refusalOf(removeRole.mutate({ name: "support" }))).toEqual(conflict);
    clock.advance(7 * day);
    const { client } = await signIn(shop, owner.email);
    expect(await client.admin.staff.removeRole.mutate({ name: "support" })).toEqual({ done: true });
    expect(await refusalOf(client.admin.staff.removeRole.mutate({ name: "support" }))).toEqual(missing);
    expect(await refusalOf(client.admin.staff.removeRole.mutate({ name: "owner" }))).toEqual(conflict);
  });
});

test("every event of the staff is written down, with who did it and without addresses or secrets", async () => {
  const shop = await createTestShop();
  const { owner, email, invitation, token } = await newInvited(shop);
  await accept(shop, token);
  const { customer } = await signIn(shop, email);
  const { saveRole, removeRole, setRole, remove, invite, withdrawInvitation } = owner.client.admin.staff;
  await saveRole.mutate({ name: "desk", permissions: ["orders:read"] });
  await setRole.mutate({ customerId: customer.id, role: "desk" });
  await remove.mutate({ customerId: customer.id });
  await removeRole.mutate({ name: "desk" });
  const { id } = await invite.mutate({ email, role: "support" });
  await withdrawInvitation.mutate({ id });
  const events = await shop.db
    .select({
      type: auditEvents.type,
      actorId: auditEvents.actorId,
      subjectId: auditEvents.subjectId,
      details: auditEvents.details,
    })
    .from(auditEvents)
    .orderBy(auditEvents.id);
  const actorId = owner.customer.id;
  expect(events.filter(({ type }) => type !== "login")).toEqual([
    { type: "staff-invited", actorId, subjectId: invitation.id, details: { role: "editor" } },
    {
      type: "invitation-accepted",
      actorId: null,
      subjectId: customer.id,
      details: { role: "editor", invitedBy: actorId },
    },
    { type: "role-saved", actorId, subjectId: "desk", details: { permissions: ["orders:read"] } },
    { type: "role-given", actorId, subjectId: customer.id, details: { role: "desk", before: "editor" } },
    { type: "staff-removed", actorId, subjectId: customer.id, details: { before: "desk" } },
    { type: "role-removed", actorId, subjectId: "desk", details: null },
    { type: "staff-invited", actorId, subjectId: id, details: { role: "support" } },
    { type: "invitation-withdrawn", actorId, subjectId: id, details: { role: "support" } },
  ]);
  expect(JSON.stringify(events)).not.toContain(email);
});

test("an answer that holds for a mutation of staff's is given again for its key, and done once", async () => {
  const shop = await createTestShop();
  const { client } = await newStaff(shop);
  const key = { idempotencyKey: crypto.randomUUID() };
  const input = { email: newEmail(), role: "editor" };
  const first = await client.admin.staff.invite.mutate(input, key);
  expect(await client.admin.staff.invite.mutate(input, key)).toEqual(first);
  const invited = and(eq(auditEvents.type, "staff-invited"), eq(auditEvents.subjectId, first.id));
  expect((await shop.db.select().from(auditEvents).where(invited)).length).toBe(1);
});

test("a database server decides the races of staff as a file does", async () => {
  const { database, stop } = await startRemoteStore();
  onTestFinished(stop);
  const shop = await createTestShop({ database });
  expect(await countOf(await mutualDemotions(shop), "fulfilled")).toBe(1);
  expect(await rolesOfAll(shop)).toEqual(["editor", "owner"]);

  const { owner, email, token } = await newInvited(shop);
  expect(await countOf([accept(shop, token), accept(shop, token)], "fulfilled")).toBe(1);
  expect(await roleOf(shop, email)).toBe("editor");
  const { removeRole } = owner.client.admin.staff;
  expect(await refusalOf(removeRole.mutate({ name: "editor" }))).toEqual(conflict);
  const { token: session } = await signIn(shop, email);
  expect(await refusalOf(clientWith(shop.app, session).admin.staff.list.query())).toEqual(forbidden);
});
