import { expect, test } from "bun:test";
import { createClient } from "../../client-sdk/src/index.ts";
import { openDatabase } from "../../db/client.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { startServer } from "../helpers/server-process.ts";
import { happen, newOrder, watch } from "../helpers/watching.ts";

test("whoever watches an order hears of each event once, over the end of one server process and the start of the next", async () => {
  const url = await newDatabaseUrl();
  const { db } = openDatabase({ url });
  const env = { DATABASE_URL: url };
  let server = await startServer(env);
  const { port } = new URL(server.url);
  const client = createClient({ url: server.url });
  const order = await newOrder({ client, db });
  const watcher = watch(client, order);

  await happen(db, order.id, "confirmed", 0); // written by this process, and seen by that one
  await watcher.until(1);
  expect(await server.stop("SIGTERM")).toBe(0);
  expect(server.output()).not.toContain("stopped before everything was done");

  await happen(db, order.id, "confirmed", 1);
  server = await startServer({ ...env, PORT: port });
  await happen(db, order.id, "confirmed", 2);
  await watcher.until(3);
  await server.stop("SIGKILL");
  server = await startServer({ ...env, PORT: port });
  await happen(db, order.id, "confirmed", 3);
  await watcher.until(4);

  expect(watcher.events.map(({ details }) => Number(details.note))).toEqual([0, 1, 2, 3]);
  watcher.stop();
  await server.stop("SIGTERM");
});
