import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../db/client.ts";
import { buildExecutable } from "../../scripts/build/index.ts";
import { startRedis } from "../../tests/helpers/redis.ts";
import { startSlowProxy } from "../../tests/helpers/slow-proxy.ts";
import { startSqld } from "../../tests/helpers/sqld.ts";
import { removeTemporary } from "../../tests/helpers/temporary.ts";
import { cachedPage, oneProduct, pageOfProducts } from "../catalogue-scenarios.ts";
import { makeShopData } from "../shop-data.ts";
import { startInstance, startWithReplica } from "./instance.ts";
import { measureLag, seeIn, seeThrough } from "./lag.ts";
import { measureOrders } from "./orders.ts";
import { full, smoke } from "./plan.ts";
import { type Read, readTogether } from "./reading.ts";
import { printClusterReport } from "./report.ts";

// What several instances, a database server and the way to it cost: `bun run bench:cluster`.

const plan = process.argv.includes("--smoke") ? smoke : full;

setTimeout(() => {
  console.error(`The benchmarks took longer than ${plan.deadlineMs / 1000} s`);
  process.exit(1);
}, plan.deadlineMs).unref();

const folder = mkdtempSync(join(tmpdir(), "bodega-bench-"));
process.on("exit", () => {
  rmSync(folder, { recursive: true, force: true });
  removeTemporary();
});

await buildExecutable();
const primary = await startSqld({ isPrimary: true });
const data = await makeShopData(primary.url, 0);
const redis = await startRedis();
const surroundings = { databaseUrl: primary.url, redisUrl: redis.url, folder };

const reads: [string, Read][] = [];
const remote = await startInstance(surroundings, "remote");
for (const scenario of [oneProduct(data), pageOfProducts(data)]) {
  const read = await readTogether([remote], scenario, plan.reading);
  reads.push([`${scenario.name}, 1 instance without a replica`, read]);
}
await remote.stop();
const names = ["a", "b", "c"];
const instances = [];
for (const name of names) instances.push(await startWithReplica(surroundings, name));
for (const count of [1, names.length]) {
  for (const scenario of [oneProduct(data), pageOfProducts(data), cachedPage(data)]) {
    const read = await readTogether(instances.slice(0, count), scenario, plan.reading);
    reads.push([`${scenario.name}, ${count === 1 ? "1 instance" : `${count} instances`}`, read]);
  }
}

const replica = await startSqld({ primaryUrl: `http://127.0.0.1:${primary.replicationPort}` });
const [writer, follower] = [openDatabase({ url: primary.url }), openDatabase({ url: replica.url })];
const [first] = instances;
if (!first) throw new Error("There is no instance");
const lag = (see: Parameters<typeof measureLag>[3]) =>
  measureLag(writer.db, data.catalogue, plan.changes, see);
const lags = [
  ["through an instance with a replica", await lag(await seeThrough(first))],
  ["on a replica of the database server", await lag(seeIn(follower.db))],
] as const;
for (const { client } of [writer, follower]) client.close();
for (const instance of instances) await instance.stop();
await replica.stop();

const far = await startSlowProxy(Number(new URL(primary.url).port));
far.delayMs = 25; // each way
const file = `file:${join(folder, "bodega.db")}`;
const inFile = await makeShopData(file, 0);
const size = { alone: plan.ordersAlone, together: plan.ordersAtOnce };
const orders = [
  ["on a file", await measureOrders(file, inFile, size)],
  ["on sqld, on the same machine", await measureOrders(primary.url, data, size)],
  ["on sqld, 50 ms away", await measureOrders(far.url, data, { ...size, preparedAt: primary.url })],
] as const;
far.close();
await redis.stop();
await primary.stop();
printClusterReport({ reads, lags, orders });
process.exit(0);
