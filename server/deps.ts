import type { DatabaseHandle } from "../db/client.ts";
import { type PaymentMethod, paymentMethods } from "../db/enums.ts";
import type { ServiceContext } from "./core/context.ts";
import type { Clock, Logger } from "./core/ports.ts";
import type { Env } from "./env.ts";
import { systemClock } from "./infra/clock.ts";
import { createLogger } from "./infra/logger.ts";
import { openStore } from "./store.ts";

/** Everything the app is made of; tests put their own in. */
export interface Deps {
  database: DatabaseHandle;
  clock: Clock;
  logger: Logger;
  paymentMethods: ReadonlySet<PaymentMethod>;
  /** See `Env`. */
  publicUrl: string | undefined;
  corsOrigins: string[] | undefined;
}

/** @throws StartError when the database cannot be opened */
export async function createDeps(env: Env): Promise<Deps> {
  return {
    database: await openStore(env),
    clock: systemClock,
    logger: createLogger(env.logLevel),
    paymentMethods: offeredMethods(env),
    publicUrl: env.publicUrl,
    corsOrigins: env.corsOrigins,
  };
}

/** What a service gets when nobody in particular asks. */
export function serviceContext({ database, clock, paymentMethods }: Deps): ServiceContext {
  return { db: database.db, actor: { type: "anonymous" }, clock, paymentMethods };
}

/** The test card pays for nothing: a shop in production must not take it. */
function offeredMethods({ production }: Env): ReadonlySet<PaymentMethod> {
  return new Set(paymentMethods.filter((method) => !(production && method === "test_card")));
}
