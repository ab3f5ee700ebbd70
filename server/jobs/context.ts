import type { ServiceContext } from "../core/context.ts";
import type { Logger, Mailer } from "../core/ports.ts";
import { type Deps, serviceContext } from "../deps.ts";

/** What a job may use: what a service may, and what reaches outside. */
export interface JobContext extends ServiceContext {
  mailer: Mailer;
  logger: Logger;
  /** Where the storefront is, for the links in mails; undefined where nobody said. */
  storefrontUrl: string | undefined;
  /** Who is mailed of what runs low; undefined where nobody is. */
  lowStockEmail: string | undefined;
}

export function jobContext(deps: Deps): JobContext {
  return {
    ...serviceContext(deps),
    mailer: deps.mailer,
    logger: deps.logger,
    storefrontUrl: deps.storefrontUrl,
    lowStockEmail: deps.lowStockEmail,
  };
}
