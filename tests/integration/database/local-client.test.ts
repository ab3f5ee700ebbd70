import { expect, test } from "bun:test";
import { LibsqlError } from "@libsql/client";
import { LocalClient } from "../../../db/local/client.ts";
import { temporaryPath } from "../../helpers/temporary.ts";

async function newClient(): Promise<LocalClient> {
  const client = new LocalClient(temporaryPath("client.db"));
  await client.execute("create table items (id integer primary key, name text unique, at integer)");
  return client;
}

test("rows are read by index and by name", async () => {
  const client = await newClient();
  await client.execute({ sql: "insert into items (name) values (?)", args: ["tea"] });
  const { rows, columns } = await client.execute("select id, name from items");
  expect(columns).toEqual(["id", "name"]);
  expect(rows[0]?.[1]).toBe("tea");
  expect(rows[0]?.["name"]).toBe("tea");
  expect(rows[0]?.length).toBe(2);
});

test("a write tells how many rows it changed, and a returning one its rows", async () => {
  const client = await newClient();
  const inserted = await client.execute("insert into items (name) values ('a'), ('b')");
  await expect(inserted.rowsAffected).toBe(2);
  const returned = await client.execute("update items set name = name || '!' returning name");
  expect(returned.rows.map((row) => row["name"])).toEqual(["a!", "b!"]);
  const { rows } = await client.execute("select count(*) from items where name like '%!'");
  expect(rows[0]?.[0]).toBe(2);
});

test("what cannot be stored is refused before it reaches the database", async () => {
  const client = await newClient();
  const insert = (value: number) =>
    client.execute({ sql: "insert into items (at) values (?)", args: [value] });
  await expect(insert(Number.NaN)).rejects.toThrow(RangeError);
  await expect(insert(Number.POSITIVE_INFINITY)).rejects.toThrow(RangeError);
});

test("a batch happens whole or not at all", async () => {
  const client = await newClient();
  const doubled = client.batch([
    "insert into items (name) values ('a')",
    "insert into items (name) values ('a')",
  ]);
  await expect(doubled).rejects.toThrow("UNIQUE constraint failed: items.name");
  expect((await client.execute("select * from items")).rows).toEqual([]);
});

test("errors are those of @libsql/client, with the extended code", async () => {
  const client = await newClient();
  await client.execute("insert into items (name) values ('a')");
  const error = await client.execute("insert into items (name) values ('a')").catch((thrown) => thrown);
  expect(error).toBeInstanceOf(LibsqlError);
  expect(error).toMatchObject({ code: "SQLITE_CONSTRAINT", extendedCode: "SQLITE_CONSTRAINT_UNIQUE" });
});

test("a read sees nothing of a transaction until it is committed", async () => {
  const client = await newClient();
  const transaction = await client.transaction();
  await transaction.execute("insert into items (name) values ('a')");
  expect((await client.execute("select * from items")).rows.length).toBe(0);
  expect((await transaction.execute("select * from items")).rows.length).toBe(1);
  await transaction.commit();
  expect((await client.execute("select * from items")).rows.length).toBe(1);
});

test("a transaction that is rolled back or closed leaves nothing and lets the next one in", async () => {
  const client = await newClient();
  for (const end of ["rollback", "close"] as const) {
    const transaction = await client.transaction();
    await transaction.execute("insert into items (name) values ('a')");
    await transaction[end]();
    expect(transaction.closed).toBe(true);
    await expect(transaction.execute("select 1")).rejects.toMatchObject({ code: "TRANSACTION_CLOSED" });
  }
  expect((await client.execute("select * from items")).rows).toEqual([]);
  await client.execute("insert into items (name) values ('b')");
});

test("writers take turns in the order they came", async () => {
  const client = await newClient();
  const order: string[] = [];
  const first = await client.transaction();
  const waiting = ["b", "c", "d"].map((name) =>
    client.execute({ sql: "insert into items (name) values (?)", args: [name] }).then(() => order.push(name)),
  );
  await first.execute("insert into items (name) values ('a')");
  order.push("a");
  await first.commit();
  await Promise.all(waiting);
  expect(order).toEqual(["a", "b", "c", "d"]);
});

test("closing folds the log into the file, so that a copy of the file is the whole database", async () => {
  const path = temporaryPath("folded.db");
  const client = new LocalClient(path);
  await client.execute("create table items (id integer primary key)");
  client.close();
  const copy = temporaryPath("copy.db");
  await Bun.write(copy, Bun.file(path));
  const { rows } = await new LocalClient(copy).execute("select name from sqlite_master");
  expect(rows.map((row) => row["name"])).toEqual(["items"]);
});

test("a client can be opened again after it was closed", async () => {
  const client = await newClient();
  client.close();
  client.close();
  expect(client.closed).toBe(true);
  await client.reconnect();
  expect((await client.execute("select count(*) from items")).rows[0]?.[0]).toBe(0);
});

test("closing in the middle of a transaction undoes it, and what is opened again works", async () => {
  const client = await newClient();
  const transaction = await client.transaction();
  await transaction.execute("insert into items (name) values ('a')");
  client.close();
  await expect(transaction.commit()).rejects.toThrow();
  await client.reconnect();
  await client.execute("insert into items (name) values ('b')");
  expect((await client.execute("select name from items")).rows.map((row) => row["name"])).toEqual(["b"]);
});

test("a script that leaves a transaction open leaves nothing else", async () => {
  const client = await newClient();
  await client.executeMultiple("begin; insert into items (name) values ('a');");
  await client.execute("insert into items (name) values ('b')");
  expect((await client.execute("select name from items")).rows.map((row) => row["name"])).toEqual(["b"]);
});

test("waiting for another process to finish writing does not hold up anything else", async () => {
  const path = temporaryPath("busy.db");
  const [one, other] = [new LocalClient(path), new LocalClient(path)];
  await one.execute("create table items (id integer primary key)");
  const holding = await one.transaction();
  const waiting = other.execute("insert into items values (1)");
  for (let reads = 0; reads < 200; reads++) {
    await one.execute("select count(*) from items");
    await new Promise(setImmediate);
  }
  await holding.rollback();
  expect((await waiting).rowsAffected).toBe(1);
});

test("an acknowledged write is on the disk, not only in a cache of the system", async () => {
  const client = await newClient();
  expect((await client.execute("pragma journal_mode")).rows[0]?.[0]).toBe("wal");
  const transaction = await client.transaction();
  expect((await transaction.execute("pragma synchronous")).rows[0]?.[0]).toBe(2); // FULL
  expect((await transaction.execute("pragma foreign_keys")).rows[0]?.[0]).toBe(1);
  await transaction.rollback();
});
