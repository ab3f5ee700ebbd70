import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type DatabaseHandle, openDatabase } from "../../db/client.ts";
import { orders } from "../../db/schema/index.ts";
import { makeWhole } from "../../server/backup/make-whole.ts";
import { readyCart } from "../../testing/carts.ts";
import { fillDatabase } from "../../testing/database.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { runCommand } from "../helpers/commands.ts";
import { expectAllToHold } from "../helpers/invariants.ts";
import { startRemoteStore } from "../helpers/sqld.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const backUp = (database: string, file: string) =>
  runCommand("backup", [file], { DATABASE_URL: `file:${database}` });

/** Restores into a store that is not there yet, and gives its path with what was said. */
async function restore(file: string, ...options: string[]) {
  const path = temporaryPath("restored.db");
  return { path, ...(await runCommand("restore", [file, ...options], { DATABASE_URL: `file:${path}` })) };
}

async function ordersIn(path: string): Promise<string[]> {
  const { client, db } = openDatabase({ url: `file:${path}` });
  const rows = await db.select({ id: orders.id }).from(orders);
  await expectAllToHold(db);
  client.close();
  return rows.map(({ id }) => id);
}

/** Orders one unit after the other until told to end, and keeps the ids that were acknowledged. */
function keepOrdering(database: DatabaseHandle) {
  const placed: string[] = [];
  let isOver = false;
  const working = (async () => {
    const shop = await createTestShop({ database });
    const { variantId } = await newProduct(shop.db, { onHand: 100_000 });
    while (!isOver) {
      const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
      const { order } = await shop.client.order.place.mutate({ cartId, provider: "manual" });
      placed.push(order.id);
      await setImmediate(); // all else of it runs without letting others in
    }
  })();
  const until = async (count: number) => {
    while (placed.length < count) await Promise.race([setImmediate(), working]);
  };
  const end = () => {
    isOver = true;
    return working;
  };
  return { placed, until, end };
}

/** A file, whatever database the other tests use. */
async function newDatabaseFile(): Promise<string> {
  const path = temporaryPath("shop.db");
  await fillDatabase(`file:${path}`);
  return path;
}

/** A backup of a store with a product, and the folder where it is alone. */
async function newBackup() {
  const database = await newDatabaseFile();
  const { client, db } = openDatabase({ url: `file:${database}` });
  await newProduct(db);
  client.close();
  const file = `${temporaryPath("backups")}/shop.db`;
  expect(await backUp(database, file)).toMatchObject({ code: 0, error: "" });
  return { database, file };
}

const leftIn = (file: string) => readdirSync(dirname(file)).filter((name) => name !== basename(file));

describe("a backup", () => {
  test("taken while orders come in has all that were acknowledged before it began, and all adds up in it", async () => {
    const path = await newDatabaseFile();
    const database = openDatabase({ url: `file:${path}` });
    const ordering = keepOrdering(database);
    await ordering.until(5);
    const before = [...ordering.placed];
    const file = temporaryPath("backup.db");
    expect(await backUp(path, file)).toMatchObject({ code: 0, error: "" });
    await ordering.until(before.length + 5);
    await ordering.end();

    const restored = await restore(file);
    expect(restored).toMatchObject({ code: 0, error: "" });
    const found = await ordersIn(restored.path);
    expect(found).toEqual(expect.arrayContaining(before));
    expect(ordering.placed).toEqual(expect.arrayContaining(found.slice(0, -1))); // the last answer may have been under way
    database.client.close();
  });

  test("names the folder of the pictures, can be read by its owner alone and leaves nothing beside it", async () => {
    const { database } = await newBackup();
    const file = `${temporaryPath("backups")}/shop.db`;
    const { output } = await runCommand("backup", [file], {
      DATABASE_URL: `file:${database}`,
      DATA_DIR: "/srv/shop",
    });
    expect(output).toContain("copy /srv/shop/media as well");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(leftIn(file)).toEqual([]);
  });

  test("does not overwrite one, and is not taken of a store that is not there", async () => {
    const { database, file } = await newBackup();
    const bytes = readFileSync(file);
    expect(await backUp(database, file)).toMatchObject({
      code: 1,
      error: `There is already a file ${file}, which is left as it is\n`,
    });
    expect(readFileSync(file).equals(bytes)).toBe(true);
    const nowhere = temporaryPath("nowhere.db");
    expect(await backUp(nowhere, temporaryPath("backup.db"))).toMatchObject({
      code: 1,
      error: `There is no database at ${nowhere}\n`,
    });
    expect(existsSync(nowhere)).toBe(false);
  });

  test("of a store in which something does not add up is kept, and said to be so", async () => {
    const { database } = await newBackup();
    const { client } = openDatabase({ url: `file:${database}` });
    await client.executeMultiple(
      "PRAGMA ignore_check_constraints = ON; update stock_levels set on_hand = on_hand + 1",
    );
    client.close();
    const file = temporaryPath("backup.db");
    const { code, output } = await backUp(database, file);
    expect(code).toBe(1);
    expect(output).toContain("BROKEN");
    expect(await restore(file)).toMatchObject({ code: 1, error: expect.stringContaining("does not hold: ") });
    expect(await restore(file, "--anyway")).toMatchObject({ code: 0, error: "" });
  });

  test("of a database server (sqld) is its dump as a file", async () => {
    const { database, sqld, stop } = await startRemoteStore();
    const shop = await createTestShop({ database });
    const { variantId } = await newProduct(shop.db, { title: "Crème brûlée", description: "It's `burnt`" });
    const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
    const { order } = await shop.client.order.place.mutate({ cartId, provider: "manual" });
    const file = temporaryPath("backup.db");
    expect(await runCommand("backup", [file], { DATABASE_URL: sqld.url })).toMatchObject({
      code: 0,
      error: "",
    });
    stop();
    const { path, code } = await restore(file);
    expect(code).toBe(0);
    expect(await ordersIn(path)).toEqual([order.id]);
    const again = await createTestShop({ database: openDatabase({ url: `file:${path}` }) });
    const { items } = await again.client.catalog.products.query({ q: "creme brulee" });
    expect(items.map(({ title }) => title)).toEqual(["Crème brûlée"]);
  });
});

describe("what is being made", () => {
  test("has its name only once it is whole", async () => {
    const path = `${temporaryPath("folder")}/store.db`;
    await makeWhole(path, async (unfinished) => {
      writeFileSync(unfinished, "half");
      expect(existsSync(path)).toBe(false);
      writeFileSync(unfinished, "whole");
    });
    expect(readFileSync(path, "utf8")).toBe("whole");
    expect(leftIn(path)).toEqual([]);
  });

  test("is not there when making it failed, and nothing is left of it", async () => {
    const path = `${temporaryPath("folder")}/store.db`;
    const making = makeWhole(path, async (unfinished) => {
      writeFileSync(unfinished, "half");
      throw new Error("the disk is full");
    });
    await expect(making).rejects.toThrow("the disk is full");
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  test("does not overwrite what came in between", async () => {
    const path = `${temporaryPath("folder")}/store.db`;
    const making = makeWhole(path, async (unfinished) => {
      writeFileSync(unfinished, "late");
      writeFileSync(path, "first");
    });
    await expect(making).rejects.toThrow();
    expect(readFileSync(path, "utf8")).toBe("first");
  });
});

describe("a restore", () => {
  test("leaves a store that is there as it is, and what one has left beside it too", async () => {
    const { database, file } = await newBackup();
    const there = await runCommand("restore", [file], { DATABASE_URL: `file:${database}` });
    expect(there).toMatchObject({ code: 1, error: expect.stringContaining(`already a file ${database}`) });
    const path = temporaryPath("gone.db");
    writeFileSync(`${path}-wal`, "");
    const log = await runCommand("restore", [file], { DATABASE_URL: `file:${path}` });
    expect(log).toMatchObject({ code: 1, error: expect.stringContaining(`already a file ${path}-wal`) });
    expect(existsSync(path)).toBe(false);
  });

  test.each([
    ["a part of one", (file: string) => truncateSync(file, statSync(file).size / 2)],
    [
      "one with a page of something else",
      (file: string) => {
        const bytes = readFileSync(file);
        bytes.fill(0xff, 40_960, 45_056);
        writeFileSync(file, bytes);
      },
    ],
    ["something else", (file: string) => writeFileSync(file, "x".repeat(8_192))],
  ])("refuses %s as damaged", async (_, damage) => {
    const { file } = await newBackup();
    damage(file);
    const { path, code, error } = await restore(file);
    expect({ code, error }).toMatchObject({
      code: 1,
      error: expect.stringContaining(`${file} is damaged: `),
    });
    expect(error.trimEnd().split("\n")).toHaveLength(1);
    expect(existsSync(path)).toBe(false);
  });

  test("refuses what is no store, one of a newer version, and one that is open", async () => {
    const { file } = await newBackup();
    const change = (path: string, statement: string) => {
      const { client } = openDatabase({ url: `file:${path}` });
      return client.executeMultiple(statement).finally(() => client.close());
    };
    const other = temporaryPath("other.db");
    await change(other, "create table songs (title text)");
    expect(await restore(other)).toMatchObject({
      code: 1,
      error: `${other} is not the database of a store\n`,
    });
    await change(file, "insert into schema_migrations values ('9999_later', 0)");
    expect(await restore(file)).toMatchObject({
      code: 1,
      error: `${file} is of a newer version, which knows 9999_later: use that one\n`,
    });
    const open = await newDatabaseFile();
    const { client, db } = openDatabase({ url: `file:${open}` });
    await newProduct(db);
    expect(await restore(open)).toMatchObject({ code: 1, error: expect.stringContaining("back it up") });
    client.close();
  });
});
