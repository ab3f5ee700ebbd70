import type { ServiceContext } from "../core/context.ts";
import type { Logger, Mailer } from "../core/ports.ts";
import type { Tracer } from "../core/telemetry-port.ts";
import { type Deps, serviceContext } from "../deps.ts";

/** What a job may use: what a service may, and what reaches outside. */
export interface JobContext extends ServiceContext {
  mailer: Mailer;
  logger: Logger;
  tracer: Tracer;
  /** Who is mailed of what runs low; undefined where nobody is. */
  lowStockEmail: string | undefined;
}

export function jobContext(deps: Deps): JobContext {
  return {
    ...serviceContext(deps),
    mailer: deps.mailer,
    logger: deps.logger,
    tracer: deps.tracer,
    lowStockEmail: deps.lowStockEmail,
  };
}
