import type { Server } from "./child-process.ts";
import { Connection } from "./connection.ts";
import { cpuMicros } from "./process-usage.ts";
import type { Scenario, Shopper } from "./scenario.ts";
import { quantile } from "./statistics.ts";

export interface Duration {
  warmUpMs: number;
  measuredMs: number;
}

export interface Measured {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Of the server, for each unit of work. */
  cpuMicros: number;
}

/**
 * Keeps `inFlight` shoppers at work on a server and measures it once it is warm.
 * This process does nothing else meanwhile, so that the load has one core and the server another.
 */
export async function load(
  { port, pid }: Pick<Server, "port" | "pid">,
  { inFlight, newShopper }: Scenario,
  { warmUpMs, measuredMs }: Duration,
): Promise<Measured> {
  const latencies: number[] = [];
  let open = true;
  const shop = async (shopper: Shopper) => {
    const connection = await Connection.open(port);
    while (open) {
      const started = performance.now();
      await shopper(connection.exchange);
      latencies.push(performance.now() - started);
    }
    connection.close();
  };

  const measure = async (): Promise<Measured> => {
    await Bun.sleep(warmUpMs);
    latencies.length = 0;
    const [started, cpuBefore] = [performance.now(), cpuMicros(pid)];
    await Bun.sleep(measuredMs);
    const [elapsedMs, cpu, count] = [
      performance.now() - started,
      cpuMicros(pid) - cpuBefore,
      latencies.length,
    ];
    open = false;
    const sorted = latencies.slice(0, count).sort((a, b) => a - b);
    return {
      perSecond: (count * 1000) / elapsedMs,
      p50Ms: quantile(sorted, 0.5),
      p99Ms: quantile(sorted, 0.99),
      cpuMicros: cpu / count,
    };
  };

  const [measured] = await Promise.all([
    measure(),
    ...Array.from({ length: inFlight }, () => shop(newShopper())),
  ]);
  return measured;
}
