import { availableParallelism } from "node:os";
import { quantile } from "../statistics.ts";
import { formatNumber, formatTable } from "../table.ts";
import type { OrdersPlaced } from "./orders.ts";
import type { Read } from "./reading.ts";

export interface ClusterReport {
  reads: readonly (readonly [name: string, read: Read])[];
  /** In milliseconds, each of them. */
  lags: readonly (readonly [name: string, lags: readonly number[]])[];
  orders: readonly (readonly [database: string, placed: OrdersPlaced])[];
}

export function printClusterReport({ reads, lags, orders }: ClusterReport): void {
  const reading = [
    ["catalogue reads", "per second", "p99 ms", "CPU µs each"],
    ...reads.map(([name, { perSecond, p99Ms, cpuMicros }]) => [
      name,
      ...numbers(perSecond, p99Ms, cpuMicros),
    ]),
  ];
  const lagging = [
    ["until a change is seen, in ms", "p50", "p99"],
    ...lags.map(([name, each]) => {
      const sorted = each.toSorted((a, b) => a - b);
      return [name, ...numbers(quantile(sorted, 0.5), quantile(sorted, 0.99))];
    }),
  ];
  const placing = [
    ["order.place", "p50 ms", "p99 ms", "per second at once", "round trips", "statements"],
    ...orders.map(([database, { p50Ms, p99Ms, perSecond, roundTrips, statements }]) => [
      database,
      ...numbers(p50Ms, p99Ms, perSecond),
      `${roundTrips}`,
      `${statements}`,
    ]),
  ];
  console.log([reading, lagging, placing].map(formatTable).join("\n\n"));
  console.log(
    `\nOn ${availableParallelism()} cores, shared with the database and with those who ask: with fewer cores than processes more instances read no more.`,
  );
}

const numbers = (...values: number[]): string[] => values.map(formatNumber);
