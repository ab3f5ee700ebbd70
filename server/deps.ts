import { type BlockList, isIPv6 } from "node:net";
import type { DatabaseHandle } from "../db/client.ts";
import type { CaptureMode } from "../db/enums.ts";
import type { ServiceContext } from "./core/context.ts";
import type { PaymentProvider } from "./core/payment-port.ts";
import type {
  Clock,
  IdentityProvider,
  ImageMaker,
  Invoicing,
  Limiter,
  Logger,
  Mailer,
  MediaStore,
  TaxCalculator,
  Vault,
} from "./core/ports.ts";
import { type Metrics, type Tracer, untraced } from "./core/telemetry-port.ts";
import type { Env } from "./env.ts";
import { systemClock } from "./infra/clock.ts";
import { createFileMailer } from "./infra/file-mailer.ts";
import { guardProvider, type Surroundings } from "./infra/guard-provider.ts";
import { createInvoicePrinter } from "./infra/invoice/pdf-printer.ts";
import { createLogger } from "./infra/logger.ts";
import { createDiskStore } from "./infra/media/disk-store.ts";
import { createS3Store } from "./infra/media/s3-store.ts";
import { createImageMaker } from "./infra/media/sharp-images.ts";
import { createMemoryLimiter } from "./infra/memory-limiter.ts";
import { createGitHubProvider } from "./infra/oauth/github-provider.ts";
import { createOidcProvider } from "./infra/oauth/oidc-provider.ts";
import { createRedisLimiter } from "./infra/redis-limiter.ts";
import { createSmtpMailer } from "./infra/smtp-mailer.ts";
import { stripeProvider } from "./infra/stripe/provider.ts";
import { createHttpTaxCalculator } from "./infra/tax/http-calculator.ts";
import { traceMailer, traceTaxCalculator } from "./infra/tracing/outgoing.ts";
import { TracedClient } from "./infra/tracing/traced-client.ts";
import { createVault } from "./infra/vault.ts";
import { LiveOrderFeed } from "./modules/order/watch/feed.ts";
import { manualMethods, manualProvider } from "./modules/payment/manual.ts";
import { openMetrics } from "./open-metrics.ts";
import { openStore } from "./store.ts";

/** Everything the app is made of; tests put their own in. */
export interface Deps {
  database: DatabaseHandle;
  clock: Clock;
  limiter: Limiter;
  vault: Vault;
  logger: Logger;
  mailer: Mailer;
  /** See `ServiceContext`. */
  storefrontUrl: string | undefined;
  /** See `JobContext`. */
  lowStockEmail: string | undefined;
  images: ImageMaker;
  media: MediaStore;
  /** See `ServiceContext`. */
  paymentProviders: readonly PaymentProvider[];
  /** See `ServiceContext`. */
  paymentCapture: CaptureMode;
  /** See `ServiceContext`. */
  paymentDeadline: number;
  /** Aborted once this server is to end: whoever can should ask another one. */
  draining: AbortController;
  /** Through whom customers can sign in. */
  identityProviders: readonly IdentityProvider[];
  orderFeed: LiveOrderFeed;
  invoicing: Invoicing;
  /** Undefined where nobody reads them. */
  metrics: Metrics | undefined;
  /** See `Env`. */
  metricsToken: string | undefined;
  tracer: Tracer;
  /** See `ServiceContext`. */
  taxCalculator: TaxCalculator | undefined;
  /** See `ServiceContext`. */
  issuer: string;
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
  const clock = systemClock;
  const tracer = await createTracer(env);
  const database = await openStore(env, env.tracing && ((client) => new TracedClient(client, tracer)));
  const orderFeed = new LiveOrderFeed(database.db, env.watchLimits);
  const isMeasured = env.metricsToken !== undefined || env.metricsPort !== undefined;
  const metrics = isMeasured ? await openMetrics({ database, orderFeed, clock, logger }) : undefined;
  return {
    database,
    clock,
    limiter: env.redisUrl === undefined ? createMemoryLimiter() : createRedisLimiter(env.redisUrl, logger),
    vault: openVault(env, logger),
    logger,
    mailer: traceMailer(createMailer(env, logger), tracer),
    storefrontUrl: env.storefrontUrl,
    lowStockEmail: env.lowStockEmail,
    images: createImageMaker(),
    media: env.s3 ? createS3Store(env.s3) : createDiskStore(env.mediaDir),
    paymentProviders: await createPaymentProviders(env, { clock, logger, metrics, tracer }),
    paymentCapture: env.paymentCapture,
    paymentDeadline: env.paymentDeadline,
    draining: new AbortController(),
    identityProviders: createIdentityProviders(env),
    orderFeed,
    invoicing: { seller: env.seller, printer: createInvoicePrinter() },
    taxCalculator:
      env.taxCalculator &&
      traceTaxCalculator(createHttpTaxCalculator(env.taxCalculator, { logger, clock }), tracer),
    issuer: issuerOf(env),
    metrics,
    metricsToken: env.metricsToken,
    tracer,
    publicUrl: env.publicUrl,
    trustedProxies: env.trustedProxies,
    https,
    secureCookies: env.production || https,
    staffNeedSecondFactor: env.staffNeedSecondFactor,
    corsOrigins: env.corsOrigins,
  };
}

/** What a service gets when nobody in particular asks. */
export function serviceContext(deps: Deps): ServiceContext {
  const { database, clock, limiter, vault, issuer, paymentProviders, paymentDeadline } = deps;
  const { paymentCapture, storefrontUrl, identityProviders, taxCalculator } = deps;
  return {
    db: database.db,
    actor: { type: "anonymous" },
    clock,
    source: { address: null, device: "" },
    limiter,
    vault,
    issuer,
    paymentProviders,
    paymentCapture,
    paymentDeadline,
    storefrontUrl,
    identityProviders,
    taxCalculator,
  };
}

/** Its libraries come in only where somebody is told. */
async function createTracer({ tracing }: Env): Promise<Tracer> {
  if (!tracing) return untraced;
  const { createOtlpTracer } = await import("./infra/tracing/otlp-tracer.ts");
  return createOtlpTracer(tracing);
}

function createMailer({ production, smtpUrl, mailFrom, mailDir }: Env, logger: Logger): Mailer {
  if (smtpUrl !== undefined) return createSmtpMailer(smtpUrl, mailFrom);
  if (production)
    logger.warn({ mailDir }, "SMTP_URL is not set: mails are written to files and reach nobody");
  return createFileMailer(mailDir, mailFrom, { logger, tellsActions: !production });
}

function openVault({ production, encryptionKeys }: Env, logger: Logger): Vault {
  if (production && encryptionKeys.length === 0) {
    logger.warn({}, "ENCRYPTION_KEYS is not set: signing keys and authenticators are stored as they are");
  }
  return createVault(encryptionKeys);
}

/** The origin that the shop is known by, as far as anybody told. */
function issuerOf({ publicUrl, tls, host, port }: Env): string {
  const named = isIPv6(host) ? `[${host}]` : host;
  return publicUrl ?? `${tls ? "https" : "http"}://${named}:${port}`;
}

/** Their libraries come in when the first customer asks for them. */
function createIdentityProviders({ oauth: { google, github, oidc } }: Env): IdentityProvider[] {
  const providers: IdentityProvider[] = [];
  if (google) {
    const issuer = "https://accounts.google.com";
    providers.push(createOidcProvider({ name: "google", label: "Google", issuer, ...google }));
  }
  if (github) providers.push(createGitHubProvider(github));
  if (oidc) providers.push(createOidcProvider({ name: "oidc", ...oidc }));
  return providers;
}

/** The test card pays for nothing: a shop in production must not take it. */
async function createPaymentProviders(
  { production, stripe, storefrontUrl }: Env,
  surroundings: Surroundings,
): Promise<PaymentProvider[]> {
  const manual = manualProvider(manualMethods.filter((method) => !(production && method === "test_card")));
  if (!stripe) return [manual];
  const { logger } = surroundings;
  if (production && !stripe.live) logger.warn({}, "STRIPE_SECRET_KEY is a test key: nobody really pays");
  if (stripe.webhookSecrets.length === 0) {
    logger.warn({}, "STRIPE_WEBHOOK_SECRET is not set: payments are asked for, and known a minute later");
  }
  const { createStripeGateway } = await import("./infra/stripe/gateway.ts"); // 20 MB
  const provider = stripeProvider(createStripeGateway(stripe), {
    hasStorefront: storefrontUrl !== undefined,
  });
  return [manual, guardProvider(provider, surroundings)];
}
