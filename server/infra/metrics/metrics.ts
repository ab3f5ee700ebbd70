import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Metrics } from "../../core/telemetry-port.ts";
import { collectProcess } from "./process-metrics.ts";
import { type ShopState, stateGauges } from "./state-gauges.ts";
import { TalliedHistogram } from "./tallied-histogram.ts";

export interface MetricSources {
  /** Asked whenever somebody reads the metrics. */
  readState(): Promise<ShopState>;
  /** Calls back whenever a write has its turn, with the milliseconds that it waited. */
  onWriteTurn(listener: (waitedMs: number) => void): void;
}

/** In seconds. */
const waitBounds = [0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];
const providerBounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];

/** Counts for Prometheus. What comes with every request is added up in plain numbers, and told when it is asked for. */
export function createMetrics({ readState, onWriteTurn }: MetricSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectProcess(registry);
  const setState = stateGauges(registry);

  const statuses = new Map<number, number>();
  exposeCounts(registry, statuses, {
    name: "bodega_http_requests_total",
    help: "Requests, by the status of their answer.",
    label: "status",
  });
  const lookups = new Map([
    ["hit", 0],
    ["miss", 0],
  ]);
  exposeCounts(registry, lookups, {
    name: "bodega_catalogue_cache_lookups_total",
    help: "Answers of the catalogue that were looked for among those kept.",
    label: "result",
  });
  const procedures = new TalliedHistogram(registry, {
    name: "bodega_procedure_duration_seconds",
    help: "How long calls of procedures took; answers that were kept count too.",
    label: "procedure",
  });
  const errors = new Counter({
    name: "bodega_procedure_errors_total",
    help: "Calls that were refused or failed, by the code of the error.",
    labelNames: ["procedure", "code"],
    registers,
  });
  const waits = new Histogram({
    name: "bodega_database_write_wait_seconds",
    help: "How long writes waited for those before them in this process.",
    buckets: waitBounds,
    registers,
  });
  const providerCalls = new Histogram({
    name: "bodega_payment_provider_call_duration_seconds",
    help: "How long calls of payment providers took, and how they ended.",
    labelNames: ["provider", "call", "outcome"],
    buckets: providerBounds,
    registers,
  });
  const circuits = new Gauge({
    name: "bodega_payment_provider_circuit_open",
    help: "1 while a payment provider is not asked, since it has not answered of late.",
    labelNames: ["provider"],
    registers,
  });

  const redisUp = new Gauge({
    name: "bodega_redis_up",
    help: "1 while the Redis that processes share is of use; not there without one.",
    registers,
  });
  redisUp.remove(); // else it would say 0
  const redisFailures = new Counter({
    name: "bodega_redis_failures_total",
    help: "What was done without Redis since it was down, or failed then.",
    labelNames: ["purpose"],
    registers,
  });

  onWriteTurn((waitedMs) => waits.observe(waitedMs / 1_000));
  return {
    requestAnswered: (status) => count(statuses, status),
    procedureCalled: (procedure, milliseconds) => procedures.observe(procedure, milliseconds / 1_000),
    procedureFailed: (procedure, code) => errors.inc({ procedure, code }),
    catalogueLookedUp: (found) => count(lookups, found ? "hit" : "miss"),
    providerCalled: (call, milliseconds) => providerCalls.observe({ ...call }, milliseconds / 1_000),
    providerCircuit: (provider, open) => circuits.set({ provider }, open ? 1 : 0),
    redisUp: (up) => redisUp.set(up ? 1 : 0),
    redisFailed: (purpose) => redisFailures.inc({ purpose }),
    async expose() {
      setState(await readState());
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
  };
}

function count<Key>(counts: Map<Key, number>, key: Key, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

interface Exposed {
  name: string;
  help: string;
  label: string;
}

/** A counter that tells what is counted in a map. */
function exposeCounts(
  registry: Registry,
  counts: ReadonlyMap<string | number, number>,
  { name, help, label }: Exposed,
): void {
  new Counter({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    collect() {
      this.reset();
      for (const [key, counted] of counts) this.inc({ [label]: key }, counted);
    },
  });
}
