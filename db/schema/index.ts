export * from "./cart.ts";
export * from "./catalog.ts";
export * from "./customer.ts";
export * from "./idempotency.ts";
export * from "./inventory.ts";
export * from "./market.ts";
export * from "./order.ts";
export * from "./outbox.ts";
