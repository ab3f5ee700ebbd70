import { createApp } from "./app.ts";
import { StartError } from "./core/start-error.ts";
import { createDeps, serviceContext } from "./deps.ts";
import { loadEnv } from "./env.ts";
import { greeting } from "./greeting.ts";
import { jobContext } from "./jobs/context.ts";
import { IdleCartDeleter } from "./jobs/delete-idle-carts.ts";
import { OrderExpirer } from "./jobs/expire-orders.ts";
import { handlers } from "./jobs/handlers.ts";
import { OutboxWorker } from "./jobs/outbox-worker.ts";
import { ListingRefresher } from "./jobs/refresh-listings.ts";
import { loadSampleCatalogue } from "./sample/load.ts";
import { serve } from "./serve.ts";
import { stopOnSignals } from "./shutdown.ts";
import { readTls } from "./tls.ts";

async function start(): Promise<void> {
  const env = loadEnv();
  const tls = env.tls && readTls(env.tls);
  const deps = await createDeps(env);
  if (env.sampleData) await loadSampleCatalogue(serviceContext(deps));
  const server = serve(createApp(deps), { ...env, tls });
  const worker = new OutboxWorker({ context: jobContext(deps), logger: deps.logger, handlers });
  const refresher = new ListingRefresher(serviceContext(deps), deps.logger);
  const deleter = new IdleCartDeleter(serviceContext(deps), deps.logger);
  const expirer = new OrderExpirer(serviceContext(deps), deps.logger);
  const stops = [worker.start(), refresher.start(), deleter.start(), expirer.start()];
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
