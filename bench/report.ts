import type { Comparison } from "./compare.ts";
import type { OrderTransactions } from "./order-transactions.ts";
import type { OrdersWhileImporting } from "./orders-while-importing.ts";
import { largeCartName } from "./pricing.ts";
import type { Memory } from "./process-usage.ts";
import { formatNumber, formatTable } from "./table.ts";
import type { WatchersMemory } from "./watchers.ts";

export interface Report {
  comparisons: readonly Comparison[];
  /** The name of the one that is a whole checkout. */
  checkout: string;
  orders: OrderTransactions;
  whileImporting: OrdersWhileImporting;
  /** What it takes to price a large cart. */
  pricingMs: number;
  /** What a client's first call takes beyond bare `fetch`, in microseconds. */
  clientMicros: number;
  /** Until a shop for tests is ready, the first of a process aside. */
  testShopMs: number;
  startMs: number;
  afterStart: Memory;
  afterLoad: Memory;
  watchers: WatchersMemory;
}

/** What the shop means to hold, on whatever machine. */
const goals = {
  startMs: 400,
  megabytes: 150,
  checkoutsPerSecond: 100,
  pricingMs: 1,
  clientMicros: 100,
  testShopMs: 20,
  roundTrips: 2,
  watchersMegabytes: 100,
  /** Of what bare bun:sqlite does with the same statements. */
  placeShare: 0.4,
};

export function printReport(report: Report): void {
  console.log([overHttp(report), inProcess(report), figures(report), goalsMet(report)].join("\n\n"));
}

function overHttp({ comparisons }: Report): string {
  const header = [
    "over HTTP",
    "per second",
    "p50 ms",
    "p99 ms",
    "CPU µs each",
    "bare Bun.serve",
    "its CPU µs",
    "ratio",
  ];
  const rows = comparisons.map(({ name, shop, bare }) => [
    name,
    formatNumber(shop.perSecond),
    formatNumber(shop.p50Ms),
    formatNumber(shop.p99Ms),
    formatNumber(shop.cpuMicros),
    formatNumber(bare.perSecond),
    formatNumber(bare.cpuMicros),
    ratio(shop.perSecond, bare.perSecond),
  ]);
  return formatTable([header, ...rows]);
}

function inProcess({ orders }: Report): string {
  return formatTable([
    ["in process", "per second", "bare bun:sqlite", "ratio"],
    [
      "order.place",
      formatNumber(orders.perSecond),
      formatNumber(orders.rawPerSecond),
      ratio(orders.perSecond, orders.rawPerSecond),
    ],
  ]);
}

function figures(report: Report): string {
  const { startMs, afterStart, afterLoad, orders, whileImporting, pricingMs, watchers } = report;
  const { clientMicros, testShopMs } = report;
  const { rows, importSeconds, p50Ms, p99Ms } = whileImporting;
  const perWatcher = (size: number) => `${formatNumber((size * 1024) / watchers.count)} KB each`;
  const megabytes = (size: number | undefined) =>
    size === undefined ? "unknown" : `${formatNumber(size)} MB`;
  return formatTable([
    ["start to the first page of products", `${formatNumber(startMs)} ms`],
    ["memory (RSS) after the start", megabytes(afterStart.now)],
    ["memory (RSS) after the load", megabytes(afterLoad.now)],
    ["memory (RSS) at its peak", megabytes(afterLoad.peak)],
    [
      `memory (RSS) of ${watchers.count} watchers`,
      `${megabytes(watchers.idle)}, ${perWatcher(watchers.idle)}`,
    ],
    ["the same once each was told of something", megabytes(watchers.told)],
    [`pricing ${largeCartName}`, `${formatNumber(pricingMs)} ms`],
    ["a client's first call, beyond bare fetch", `${formatNumber(clientMicros)} µs`],
    ["until a shop for tests is ready", `${formatNumber(testShopMs)} ms`],
    ["round trips to the database for one order.place", String(orders.roundTrips)],
    [
      `order.place while ${rows} rows are imported (${formatNumber(importSeconds)} s)`,
      `p50 ${formatNumber(p50Ms)} ms, p99 ${formatNumber(p99Ms)} ms`,
    ],
  ]);
}

function goalsMet({
  comparisons,
  checkout,
  orders,
  startMs,
  afterLoad,
  pricingMs,
  clientMicros,
  testShopMs,
  watchers,
}: Report): string {
  const checkouts = comparisons.find(({ name }) => name === checkout)?.shop.perSecond ?? 0;
  return [
    goal(`start < ${goals.startMs} ms`, startMs < goals.startMs),
    goal(`memory after the load < ${goals.megabytes} MB`, afterLoad.now < goals.megabytes),
    goal(`whole checkouts > ${goals.checkoutsPerSecond} per second`, checkouts > goals.checkoutsPerSecond),
    ...comparisons.flatMap(scenarioGoals),
    goal(
      `${watchers.count} watchers < ${goals.watchersMegabytes} MB`,
      watchers.idle < goals.watchersMegabytes,
    ),
    goal(`pricing ${largeCartName} < ${goals.pricingMs} ms`, pricingMs < goals.pricingMs),
    goal(
      `a client's first call < ${goals.clientMicros} µs beyond bare fetch`,
      clientMicros < goals.clientMicros,
    ),
    goal(`a shop for tests < ${goals.testShopMs} ms`, testShopMs < goals.testShopMs),
    goal(
      `order.place > ${goals.placeShare * 100} % of bare bun:sqlite`,
      orders.perSecond > goals.placeShare * orders.rawPerSecond,
    ),
    goal(`round trips of order.place <= ${goals.roundTrips}`, orders.roundTrips <= goals.roundTrips),
  ].join("\n");
}

function scenarioGoals({ name, goal: wanted, shop, bare }: Comparison): string[] {
  const { share, cpuMicros } = wanted;
  const verdicts: string[] = [];
  if (share !== undefined) {
    verdicts.push(
      goal(`${name} > ${share * 100} % of bare Bun.serve`, shop.perSecond > share * bare.perSecond),
    );
  }
  if (cpuMicros !== undefined) {
    verdicts.push(goal(`${name} < ${cpuMicros} µs of CPU`, shop.cpuMicros < cpuMicros));
  }
  return verdicts;
}

const goal = (name: string, met: boolean): string => `${met ? "met   " : "MISSED"} ${name}`;

const ratio = (value: number, bare: number): string => `${formatNumber((value / bare) * 100)} %`;
