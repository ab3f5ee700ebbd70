import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { openDatabase } from "../../../db/client.ts";
import { pendingMigrations } from "../../../db/migrate.ts";
import { StartError } from "../../../server/core/start-error.ts";
import { openStore } from "../../../server/store.ts";
import { createTestShop } from "../../../testing/shop.ts";
import { newLogRecorder } from "../../helpers/logs.ts";
import { refusalOf } from "../../helpers/refusal.ts";
import { type Sqld, startSqld } from "../../helpers/sqld.ts";
import { temporaryPath } from "../../helpers/temporary.ts";

const newKeys = () => generateKeyPair("EdDSA", { extractable: true });

const sign = (claims: JWTPayload, key: CryptoKey) =>
  new SignJWT(claims).setProtectedHeader({ alg: "EdDSA" }).sign(key);

/** A server that asks for a token, and who signs the tokens that it takes. */
async function startGuardedSqld() {
  const keyFile = temporaryPath("public.pem");
  /** Of the tokens that it takes from its next start on. */
  const takeNewKey = async () => {
    const { publicKey, privateKey } = await newKeys();
    writeFileSync(keyFile, await exportSPKI(publicKey));
    return privateKey;
  };
  const privateKey = await takeNewKey();
  return { sqld: await startSqld({ keyFile }), privateKey, takeNewKey };
}

describe("a database server that asks for a token", () => {
  let sqld: Sqld;
  let privateKey: CryptoKey;

  beforeAll(async () => {
    ({ sqld, privateKey } = await startGuardedSqld());
  });

  afterAll(() => sqld.stop());

  const tokenOf = (claims: JWTPayload) => sign(claims, privateKey);
  const open = (databaseAuthToken: string | undefined) =>
    openStore({ databaseUrl: sqld.url, databaseAuthToken });
  const anHourAgo = () => Math.floor(Date.now() / 1_000) - 3_600;

  test("sells to whose token may write", async () => {
    const { client } = await open(await tokenOf({ a: "rw" }));
    expect((await client.execute("select code from markets")).rows.length).toBe(1);
    client.close();
    const url = `${sqld.url}?authToken=${await tokenOf({ a: "ro" })}`;
    expect(await pendingMigrations(openDatabase({ url }).client)).toEqual([]);
  });

  test.each([
    ["no token", async () => undefined, "Expected authorization header but none given"],
    ["one that is over", () => tokenOf({ a: "rw", exp: anHourAgo() }), "The JWT has expired"],
    [
      "one of somebody else",
      async () => sign({ a: "rw" }, (await newKeys()).privateKey),
      "The JWT is invalid",
    ],
    ["one that may only read", () => tokenOf({ a: "ro" }), "Write permission"],
    ["something else", async () => "s3cret", "The JWT is invalid"],
  ])("a shop with %s does not start, and is told why without it", async (_, make, why) => {
    const token = await make();
    const error: unknown = await open(token).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(StartError);
    const { message } = error as StartError;
    expect(message).toStartWith(
      `Cannot open the database at ${sqld.url}: The database server refuses the token: `,
    );
    expect(message).toContain(why);
    if (token !== undefined) expect(message).not.toContain(token);
  });

  test("lets whose token may only read do that alone", async () => {
    (await open(await tokenOf({ a: "rw" }))).client.close();
    const { client } = openDatabase({ url: sqld.url, authToken: await tokenOf({ a: "ro" }) });
    expect((await client.batch(["select code from markets"]))[0]?.rows.length).toBe(1);
    const write = client.execute("delete from markets").catch(({ message }) => message);
    expect(await write).toStartWith("The database server refuses the token: Authorization forbidden");
    const { rows } = await client.execute("select code from markets");
    expect(rows.length).toBe(1);
    client.close();
  });
});

test("where the token is taken no more each request is INTERNAL, with one line in the log and no word of the token", async () => {
  const { sqld, privateKey, takeNewKey } = await startGuardedSqld();
  const token = await sign({ a: "rw" }, privateKey);
  const database = await openStore({ databaseUrl: sqld.url, databaseAuthToken: token });
  const { logger, lines } = newLogRecorder();
  const shop = await createTestShop({ database, logger });
  const create = () => shop.client.cart.create.mutate({});
  await create();

  await takeNewKey();
  await sqld.stop();
  await sqld.start();
  expect(await refusalOf(create())).toEqual({ code: "INTERNAL", data: { requestId: expect.any(String) } });
  expect((await shop.fetch(`${shop.url}/readyz`)).status).toBe(503);
  const message = "The database server refuses the token: Unauthorized: `The JWT is invalid`";
  expect(lines().filter(({ level }) => level === "error")).toMatchObject([
    { msg: "something failed", fault: { message } },
    { msg: "the database does not answer", fault: { message } },
  ]);
  expect(JSON.stringify(lines())).not.toContain(token);
  database.client.close();
  await sqld.stop();
});
