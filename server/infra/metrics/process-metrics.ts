import { collectDefaultMetrics, type Registry } from "prom-client";

/** Of what prom-client tells of a process, what is true under Bun as well: V8's heap spaces and collections are not. */
const kept =
  /^(process_(cpu_|start_|resident_|open_fds|max_fds)|nodejs_eventloop_lag_(mean|p50|p99|max)_|nodejs_heap_size_)/;

/** CPU, memory, open files and how late the event loop is. */
export function collectProcess(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const { name } of registry.getMetricsAsArray()) {
    if (!kept.test(name)) registry.removeSingleMetric(name);
  }
}
