import type { BlockList } from "node:net";
import type { DatabaseHandle } from "../db/client.ts";
import { type PaymentMethod, paymentMethods } from "../db/enums.ts";
import type { ServiceContext } from "./core/context.ts";
import type { Clock, Limiter, Logger, Mailer } from "./core/ports.ts";
import type { Env } from "./env.ts";
import { systemClock } from "./infra/clock.ts";
import { createFileMailer } from "./infra/file-mailer.ts";
import { createLogger } from "./infra/logger.ts";
import { createMemoryLimiter } from "./infra/memory-limiter.ts";
import { createSmtpMailer } from "./infra/smtp-mailer.ts";
import { openStore } from "./store.ts";

/** Everything the app is made of; tests put their own in. */
export interface Deps {
  database: DatabaseHandle;
  clock: Clock;
  limiter: Limiter;
  logger: Logger;
  mailer: Mailer;
  paymentMethods: ReadonlySet<PaymentMethod>;
  /** See `Env`. */
  publicUrl: string | undefined;
  corsOrigins: string[] | undefined;
  trustedProxies: BlockList;
  /** Whether all of it goes over https, whatever a proxy says: TLS is spoken here, or the public address has it. */
  https: boolean;
  /** Whether browsers reach the shop over https, as they always should in production. */
  secureCookies: boolean;
  /** Whether staff have to have a second factor. */
  staffNeedSecondFactor: boolean;
}

/** @throws StartError when the database cannot be opened */
export async function createDeps(env: Env): Promise<Deps> {
  const logger = createLogger(env.logLevel);
  const https = env.tls !== undefined || env.publicUrl?.startsWith("https:") === true;
  return {
    database: await openStore(env),
    clock: systemClock,
    limiter: createMemoryLimiter(),
    logger,
    mailer: createMailer(env, logger),
    paymentMethods: offeredMethods(env),
    publicUrl: env.publicUrl,
    trustedProxies: env.trustedProxies,
    https,
    secureCookies: env.production || https,
    staffNeedSecondFactor: env.staffNeedSecondFactor,
    corsOrigins: env.corsOrigins,
  };
}

/** What a service gets when nobody in particular asks. */
export function serviceContext({ database, clock, limiter, paymentMethods }: Deps): ServiceContext {
  return {
    db: database.db,
    actor: { type: "anonymous" },
    clock,
    source: { address: null, device: "" },
    limiter,
    paymentMethods,
  };
}

function createMailer({ production, smtpUrl, mailFrom, mailDir }: Env, logger: Logger): Mailer {
  if (smtpUrl !== undefined) return createSmtpMailer(smtpUrl, mailFrom);
  if (production)
    logger.warn({ mailDir }, "SMTP_URL is not set: mails are written to files and reach nobody");
  return createFileMailer(mailDir, mailFrom, logger);
}

/** The test card pays for nothing: a shop in production must not take it. */
function offeredMethods({ production }: Env): ReadonlySet<PaymentMethod> {
  return new Set(paymentMethods.filter((method) => !(production && method === "test_card")));
}
