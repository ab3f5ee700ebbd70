import type { Server } from "../child-process.ts";
import { type Duration, load, type Measured } from "../load.ts";
import type { Scenario } from "../scenario.ts";

export type Read = Pick<Measured, "perSecond" | "p99Ms" | "cpuMicros">;

/** How often all of them together are read, by as many readers as one alone has. */
export async function readTogether(
  servers: readonly Server[],
  scenario: Scenario,
  duration: Duration,
): Promise<Read> {
  const share = { ...scenario, inFlight: Math.ceil(scenario.inFlight / servers.length) };
  const measured = await Promise.all(servers.map((server) => load(server, share, duration)));
  const perSecond = measured.reduce((sum, each) => sum + each.perSecond, 0);
  return {
    perSecond,
    p99Ms: Math.max(...measured.map((each) => each.p99Ms)),
    cpuMicros: measured.reduce((sum, each) => sum + each.cpuMicros * each.perSecond, 0) / perSecond,
  };
}
