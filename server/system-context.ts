import type { Connection } from "../db/transaction.ts";
import type { ServiceContext } from "./core/context.ts";
import { systemClock } from "./infra/clock.ts";
import { createMemoryLimiter } from "./infra/memory-limiter.ts";
import { createVault } from "./infra/vault.ts";

/** What a service gets when no request asks: of a command, or of the server itself. */
export function systemContext(db: Connection): ServiceContext {
  return {
    db,
    actor: { type: "anonymous" },
    clock: systemClock,
    source: { address: null, device: "" },
    limiter: createMemoryLimiter(),
    vault: createVault([]),
    issuer: "http://localhost",
    paymentProviders: [],
    paymentCapture: "automatic",
    paymentDeadline: 0,
    storefrontUrl: undefined,
    identityProviders: [],
    taxCalculator: undefined,
  };
}
