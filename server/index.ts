import { createApp } from "./app.ts";
import { StartError } from "./core/start-error.ts";
import { createDeps, serviceContext } from "./deps.ts";
import { loadEnv } from "./env.ts";
import { greeting } from "./greeting.ts";
import { PaymentChecker } from "./jobs/check-payments.ts";
import { jobContext } from "./jobs/context.ts";
import { IdleCartDeleter } from "./jobs/delete-idle-carts.ts";
import { OrderExpirer } from "./jobs/expire-orders.ts";
import { NoticeForgetter } from "./jobs/forget-notices.ts";
import { PayoutGatherer } from "./jobs/gather-payouts.ts";
import { handlers } from "./jobs/handlers.ts";
import { OrderFeedReader } from "./jobs/order-feed-reader.ts";
import { OutboxWorker } from "./jobs/outbox-worker.ts";
import { ListingRefresher } from "./jobs/refresh-listings.ts";
import { PictureRemover } from "./jobs/remove-pictures.ts";
import { loadSampleCatalogue } from "./sample/load.ts";
import { serve, serveMetricsPort } from "./serve.ts";
import { stopOnSignals } from "./shutdown.ts";
import { readTls } from "./tls.ts";
import { traceApp } from "./traced-app.ts";

async function start(): Promise<void> {
  const env = loadEnv();
  const tls = env.tls && readTls(env.tls);
  const deps = await createDeps(env);
  if (env.sampleData) await loadSampleCatalogue(serviceContext(deps));
  const app = createApp(deps);
  const server = serve(env.tracing ? traceApp(app, deps.tracer) : app, { ...env, tls });
  if (deps.metrics && env.metricsPort) serveMetricsPort(deps.metrics, env.metricsPort);
  const worker = new OutboxWorker({ context: jobContext(deps), logger: deps.logger, handlers });
  const refresher = new ListingRefresher(serviceContext(deps), deps.logger);
  const remover = new PictureRemover(serviceContext(deps), deps);
  const deleter = new IdleCartDeleter(serviceContext(deps), deps.logger);
  const expirer = new OrderExpirer(serviceContext(deps), deps.logger);
  const checker = new PaymentChecker(serviceContext(deps), deps.logger);
  const gatherer = new PayoutGatherer(serviceContext(deps), deps.logger);
  const forgetter = new NoticeForgetter(serviceContext(deps), deps.logger);
  const feedReader = new OrderFeedReader(deps);
  const jobs = [worker, refresher, remover, deleter, expirer, checker, gatherer, forgetter, feedReader];
  const stops = jobs.map((job) => job.start());
  if (env.production) deps.logger.info({ url: server.url.origin }, "listening");
  else process.stdout.write(await greeting(env, deps, server.url));

  stopOnSignals(server, () => Promise.all(stops.map((stop) => stop())), deps);
}

try {
  await start();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
