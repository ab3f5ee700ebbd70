import { Gauge, type Registry } from "prom-client";

/** How the shop stands at a moment. */
export interface ShopState {
  /** How many writes of this process wait for their turn. */
  writesWaiting: number;
  /** In milliseconds, how old what is shown of the catalogue may be; undefined without a replica. */
  replicaLagMs: number | undefined;
  /** How many watch an order through this process. */
  watchers: number;
  /** Undefined where the database does not answer. */
  outbox: OutboxState | undefined;
}

export interface OutboxState {
  /** In milliseconds, for how long the oldest event has been due; 0 where none is. */
  overdueMs: number;
  deadLetters: number;
}

/** Gauges of how the shop stands, and what sets them. */
export function stateGauges(registry: Registry): (state: ShopState) => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const waiting = gauge("bodega_database_writes_waiting", "Writes of this process that wait for their turn.");
  const watching = gauge("bodega_order_watchers", "How many watch an order through this process.");
  const lag = gauge(
    "bodega_replica_lag_seconds",
    "For how long the database may have changed unseen by this process's replica; NaN without one.",
  );
  const up = gauge("bodega_database_up", "1 while the database answers.");
  const overdue = gauge(
    "bodega_outbox_overdue_seconds",
    "For how long the outbox's oldest event has been due; NaN while the database does not answer.",
  );
  const dead = gauge(
    "bodega_outbox_dead_letters",
    "Events of the outbox that were given up; NaN while the database does not answer.",
  );
  return ({ writesWaiting, replicaLagMs = Number.NaN, watchers, outbox }) => {
    waiting.set(writesWaiting);
    lag.set(replicaLagMs / 1_000);
    watching.set(watchers);
    up.set(outbox ? 1 : 0);
    overdue.set(outbox ? outbox.overdueMs / 1_000 : Number.NaN);
    dead.set(outbox ? outbox.deadLetters : Number.NaN);
  };
}
