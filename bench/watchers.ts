import type { Socket } from "bun";
import { openDatabase } from "../db/client.ts";
import { orders } from "../db/schema/index.ts";
import { recordEvent } from "../server/modules/order/events.ts";
import { residentMegabytes } from "./process-usage.ts";
import { startShop } from "./shop-server.ts";
import { queryPath } from "./wire.ts";

/** What those who watch orders cost the server, in MB beyond what it holds without them. */
export interface WatchersMemory {
  count: number;
  idle: number;
  /** Once each of them was told of something. */
  told: number;
}

/** So many connect at a time. */
const batchSize = 50;

/** How many of them watch one order. */
const perOrder = 100;

/** Has so many watch orders that are in the database, all from this process, and tells each of them of something. */
export async function measureWatchers(databaseFile: string, count: number): Promise<WatchersMemory> {
  const { client, db } = openDatabase({ url: `file:${databaseFile}` });
  const { id, accessToken } = orders;
  const watched = await db
    .select({ id, accessToken })
    .from(orders)
    .limit(Math.ceil(count / perOrder));
  if (watched.length === 0) throw new Error("there are no orders to watch");
  const limits = { WATCHERS_MAX: String(count), WATCHERS_MAX_EACH: String(count) };
  const shop = await startShop(`file:${databaseFile}`, { env: limits });
  const before = residentMegabytes(shop.pid).now;

  const paths = watched.map((order) => queryPath("order.watch", order));
  const watchers: Watcher[] = [];
  while (watchers.length < count) {
    const batch = Array.from({ length: Math.min(batchSize, count - watchers.length) }, (_, index) =>
      openWatcher(shop.port, paths[(watchers.length + index) % paths.length] ?? ""),
    );
    watchers.push(...(await Promise.all(batch)));
  }
  const idle = residentMegabytes(shop.pid).now - before;

  for (const { id: orderId } of watched) {
    await recordEvent(db, { orderId, type: news, details: {}, actorId: null, happenedAt: new Date() });
  }
  await Promise.all(watchers.map(({ told }) => told));
  const told = residentMegabytes(shop.pid).now - before;
  for (const { socket } of watchers) socket.end();
  await shop.stop();
  client.close();
  return { count, idle, told };
}

/** Which has not happened to any order of the run before. */
const news = "replaced";

interface Watcher {
  socket: Socket;
  /** Resolves once the news has come. */
  told: Promise<void>;
}

/** Resolves once the stream has begun. */
async function openWatcher(port: number, path: string): Promise<Watcher> {
  const begun = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  const fail = (error: Error) => {
    begun.reject(error);
    told.reject(error);
  };
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data(_, chunk) {
        if (chunk.includes("event: connected")) begun.resolve();
        if (chunk.includes(`"${news}"`)) told.resolve();
        if (chunk.includes("serialized-error")) fail(new Error(`a watcher was refused: ${chunk}`));
      },
      error: (_, error) => fail(error),
      close: () => fail(new Error("the server closed a watcher's connection")),
    },
  });
  told.promise.catch(() => {}); // nobody waits for it yet
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n`);
  await begun.promise;
  return { socket, told: told.promise };
}
