import { createApp } from "./app.ts";
import { StartError } from "./core/start-error.ts";
import { createDeps, serviceContext } from "./deps.ts";
import { loadEnv } from "./env.ts";
import { greeting } from "./greeting.ts";
import { createJobs } from "./jobs/create-jobs.ts";
import { OrderFeedReader } from "./jobs/order-feed-reader.ts";
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
  const jobs = [...Object.values(createJobs(deps)), new OrderFeedReader(deps)];
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
