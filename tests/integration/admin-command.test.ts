import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { eq } from "drizzle-orm";
import { openDatabase } from "../../db/client.ts";
import {
  auditEvents,
  customers,
  identities,
  invitations,
  outbox,
  sessions,
  staff,
  stockLevels,
  taxCountries,
  taxRates,
} from "../../db/schema/index.ts";
import { readyCart } from "../../testing/carts.ts";
import { newCustomer, newEmail, password } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { mailedToken } from "../helpers/customers.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { readTables } from "../helpers/dump.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { temporaryPath } from "../helpers/temporary.ts";
import { newIdentity } from "../helpers/world.ts";

const root = new URL("../..", import.meta.url).pathname;
const newPassword = "eleven otters cross a bridge";

/** Runs the command as a script would and gives what it said and how it ended. */
async function runAdmin(args: string[], env: Record<string, string> = {}, input = "") {
  const child = Bun.spawn(["bun", "server/bodega.ts", "admin", ...args], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "development", DATA_DIR: temporaryPath("data"), ...env },
    stdin: new Blob([input]),
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, error] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { code: await child.exited, output, error };
}

/** A shop over a file that the command can open beside it. */
async function newShopFile() {
  const url = await newDatabaseUrl();
  const shop = await createTestShop({ database: openDatabase({ url }) });
  return { shop, env: { DATABASE_URL: url } };
}

async function newDeadLetter({ db }: Awaited<ReturnType<typeof createTestShop>>, customerId: string) {
  const now = new Date("2026-01-02T03:04:05Z");
  await db.insert(outbox).values({
    topic: "customer.password-reset-requested",
    subjectId: customerId,
    payload: { customerId },
    createdAt: now,
    attempts: 15,
    availableAt: now,
    deadAt: now,
    lastError: "Error EENVELOPE 550",
  });
}

describe("create-owner", () => {
  test("makes the first owner of a new store, who signs in and may do everything", async () => {
    const folder = temporaryPath("data");
    const done = await runAdmin(["create-owner", "Ada@Example.com"], { DATA_DIR: folder }, `${password}\n`);
    expect(done).toEqual({
      code: 0,
      output: "Opened an account for ada@example.com, who is now an owner\n",
      error: "",
    });
    const shop = await createTestShop({ database: openDatabase({ url: `file:${folder}/bodega.db` }) });
    const email = "ada@example.com";
    const { customer } = await shop.client.auth.login.mutate({ email, password });
    expect(await shop.db.select().from(staff)).toMatchObject([{ customerId: customer.id, role: "owner" }]);
    const [event] = await shop.db.select().from(auditEvents);
    expect(event).toMatchObject({ type: "owner-created", subjectId: customer.id, actorId: null });
    expect(JSON.stringify(event)).not.toContain(password);
  });

  test("makes an account that there is an owner's: with the new password, unblocked and signed out", async () => {
    const { shop, env } = await newShopFile();
    const { email, customer, client } = await newCustomer(shop);
    await newIdentity(shop, customer.id);
    await shop.client.auth.requestPasswordReset.mutate({ email });
    const token = await mailedToken(shop, email);
    await shop.db.update(customers).set({ status: "blocked" });
    const { code, output } = await runAdmin(["create-owner", email], env, newPassword);
    expect(code).toBe(0);
    expect(output).toBe(`${email} is now an owner, with the new password and signed out everywhere\n`);
    expect(await client.auth.me.query()).toBeNull();
    expect(await shop.db.select().from(sessions)).toEqual([]);
    expect(await shop.db.select().from(identities)).toEqual([]);
    const late = shop.client.auth.resetPassword.mutate({ token, newPassword: password });
    expect(await refusalOf(late)).toMatchObject({ code: "TOKEN_EXPIRED" });
    const login = shop.client.auth.login.mutate({ email, password: newPassword });
    expect((await login).customer.id).toBe(customer.id);
  });

  test("makes one of the staff an owner, and another owner beside the first", async () => {
    const { shop, env } = await newShopFile();
    const owner = await newStaff(shop);
    const member = await newStaff(shop, "support");
    await runAdmin(["create-owner", member.email], env, newPassword);
    const all = await shop.db.select().from(staff);
    expect(all.map(({ role }) => role)).toEqual(["owner", "owner"]);
    expect(await owner.client.auth.me.query()).not.toBeNull();
  });

  test("verifies an account that nobody has, and ends the invitation of its address", async () => {
    const { shop, env } = await newShopFile();
    const email = newEmail();
    await shop.client.auth.register.mutate({ email, password });
    const { client } = await newStaff(shop);
    await client.admin.staff.invite.mutate({ email, role: "support" });
    await runAdmin(["create-owner", email], env, newPassword);
    const login = shop.client.auth.login.mutate({ email, password: newPassword });
    expect((await login).customer.email).toBe(email);
    expect(await shop.db.select().from(invitations)).toEqual([]);
  });

  test.each([
    ["easy to guess", "password123", "The password is easy to guess\n"],
    ["made of the address", "grace.hopper-2026", "The password contains the e-mail address\n"],
    ["too short", "short", "The password: Too small: expected string to have >=10 characters\n"],
    ["not given", "", "No password was given\n"],
  ])("refuses a password that is %s, and changes nothing", async (_, input, error) => {
    const { shop, env } = await newShopFile();
    const done = await runAdmin(["create-owner", "grace.hopper@example.com"], env, input);
    expect(done).toEqual({ code: 1, output: "", error });
    expect(await shop.db.select().from(customers)).toEqual([]);
  });
});

describe("dead letters", () => {
  test("are listed without what they hold", async () => {
    const { shop, env } = await newShopFile();
    expect(await runAdmin(["list-dead-letters"], env)).toMatchObject({ output: "Nothing was given up\n" });
    await newDeadLetter(shop, "cus_1");
    const { code, output } = await runAdmin(["list-dead-letters"], env);
    expect(code).toBe(0);
    expect(output).toBe(
      "1  customer.password-reset-requested  cus_1  given up 2026-01-02T03:04:05.000Z after 15 attempts: Error EENVELOPE 550\n",
    );
  });

  test("are delivered after all once they are to be tried again, and nothing else is touched", async () => {
    const { shop, env } = await newShopFile();
    const { email, customer } = await newCustomer(shop);
    await newDeadLetter(shop, customer.id);
    const waiting = { topic: "nobody.knows", subjectId: "x", payload: {}, attempts: 3 };
    const later = new Date(Date.now() + 60_000);
    await shop.db.insert(outbox).values({ ...waiting, createdAt: later, availableAt: later });
    await shop.deliver();
    const sent = shop.mails.length;
    expect(await runAdmin(["retry-dead-letters"], env)).toEqual({
      code: 0,
      output: "1 event to be tried again\n",
      error: "",
    });
    expect(await mailedToken(shop, email)).toMatch(/^[\w-]{32}$/);
    expect(shop.mails.length).toBe(sent + 1);
    const left = await shop.db.select().from(outbox).where(eq(outbox.topic, "nobody.knows"));
    expect(left).toMatchObject([{ attempts: 3, availableAt: later }]);
    expect(await runAdmin(["retry-dead-letters"], env)).toMatchObject({
      output: "0 events to be tried again\n",
    });
  });
});

test("load-tax-rates brings the taxes of the European Union, and leaves what is there", async () => {
  const { shop, env } = await newShopFile();
  await shop.db.insert(taxCountries).values({ country: "DE", version: 7 });
  const done = { code: 0, output: "Brought the tax rates of 26 countries\n", error: "" };
  expect(await runAdmin(["load-tax-rates"], env)).toEqual(done);
  expect(await shop.db.$count(taxCountries)).toBe(27);
  expect(await shop.db.$count(taxRates, eq(taxRates.country, "DE"))).toBe(0);
});

describe("one line without a stack, and the answer 1, for", () => {
  test.each([
    ["no command", [], "Expected a command"],
    ["a command it does not know", ["sell"], "There is no such command"],
    ["an owner without an address", ["create-owner"], "Expected one e-mail address"],
    ["two owners", ["create-owner", "a@example.com", "b@example.com"], "Expected one e-mail address"],
    ["too many words", ["list-dead-letters", "all"], "Expected nothing after list-dead-letters"],
  ])("%s", async (_, args, error) => {
    const line = `${error}. See bun run admin --help\n`;
    expect(await runAdmin(args)).toEqual({ code: 1, output: "", error: line });
  });

  test("what is no e-mail address, before a password is asked for", async () => {
    const done = await runAdmin(["create-owner", "nobody"]);
    expect(done).toEqual({ code: 1, output: "", error: "That is not an e-mail address\n" });
  });

  test("a database that cannot be opened", async () => {
    const { code, error } = await runAdmin(["list-dead-letters"], { DATABASE_URL: "file:/dev/null/x.db" });
    expect(code).toBe(1);
    expect(error).toMatch(/^Cannot open the database at file:.*\n$/);
  });
});

test("--help explains the command and touches nothing", async () => {
  const folder = temporaryPath("data");
  const { code, output } = await runAdmin(["--help"], { DATA_DIR: folder });
  expect(code).toBe(0);
  expect(output).toStartWith("Usage: bun run admin create-owner EMAIL\n");
  expect(await Bun.file(`${folder}/bodega.db`).exists()).toBe(false);
});

describe("verify", () => {
  test("says of everything that it holds, and changes nothing", async () => {
    const { shop, env } = await newShopFile();
    const { variantId } = await newProduct(shop.db);
    const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 2 }]);
    await shop.client.order.place.mutate({ cartId, provider: "manual" });
    const before = await readTables(shop);
    const { code, output, error } = await runAdmin(["verify"], env);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    expect(output).toContain("holds   nothing is oversold (1 in stock_levels)\n");
    expect(output.split("\n").filter((line) => !line.startsWith("holds   "))).toEqual([""]);
    expect(await readTables(shop)).toEqual(before);
  });

  test("names what does not hold, and ends with 1", async () => {
    const { shop, env } = await newShopFile();
    const { variantId } = await newProduct(shop.db);
    await shop.db.update(stockLevels).set({ reserved: 3 });
    const { code, output, error } = await runAdmin(["verify"], env);
    expect(code).toBe(1);
    expect(output).toContain(
      `BROKEN  what is reserved is held by orders (1 of 1 in stock_levels): ${variantId}\n`,
    );
    expect(error).toMatch(/^3 of \d+ do not hold\n$/);
  });

  test("makes no database where there is none", async () => {
    const folder = temporaryPath("data");
    const { code, output, error } = await runAdmin(["verify"], { DATA_DIR: folder });
    expect({ code, output }).toEqual({ code: 1, output: "" });
    expect(error).toContain("There is no database at");
    expect(existsSync(folder)).toBe(false);
  });
});
