import { formatTable } from "../../bench/table.ts";
import type { Endured } from "./endure.ts";

const header = ["in milliseconds", "first write", "all write again", "replicas follow", "orders meanwhile"];

/** What came of each fault. */
export function recoveryTable(endured: readonly Endured[]): string {
  const rows = endured.map(({ name, firstWrite, recovery, replicated, orders }) => [
    name,
    ...[firstWrite, recovery, replicated].map((time) => (time === undefined ? "–" : `${Math.round(time)}`)),
    `${orders}`,
  ]);
  return formatTable([header, ...rows]);
}
