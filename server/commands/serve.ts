import { createApp } from "../app.ts";
import { StartError } from "../core/start-error.ts";
import { createDeps, serviceContext } from "../deps.ts";
import { loadEnv } from "../env.ts";
import { greeting } from "../greeting.ts";
import { createJobs } from "../jobs/create-jobs.ts";
import { OrderFeedReader } from "../jobs/order-feed-reader.ts";
import { loadSampleCatalogue } from "../sample/load.ts";
import { serve, serveMetricsPort } from "../serve.ts";
import { stopOnSignals } from "../shutdown.ts";
import { readTls } from "../tls.ts";
import { traceApp } from "../traced-app.ts";
import { calledAs, nothing, readArguments } from "./command-line.ts";

const usage = `Usage: ${calledAs("serve")}

Opens the shop: brings the database to the newest schema, listens, and does what the outbox and the clock ask for.
SIGTERM and Ctrl-C stop it once what is being answered is done; /readyz says so at once.

README tells of the variables that configure it, such as PORT, DATA_DIR and NODE_ENV.
`;

/** Answers once the shop is open; a signal ends the process. */
export async function run(args: string[]): Promise<number> {
  const isWanted = readArguments("serve", args, {}, nothing);
  if (!isWanted) {
    process.stdout.write(usage);
    return 0;
  }
  try {
    await start();
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1); // at once: connections may be open already
  }
  return 0;
}

async function start(): Promise<void> {
  const env = loadEnv();
  const tls = env.tls && readTls(env.tls);
  const deps = await createDeps(env);
  if (env.sampleData) await loadSampleCatalogue(serviceContext(deps));
  const app = createApp(deps);
  const server = serve(env.tracing ? traceApp(app, deps.tracer) : app, { ...env, tls });
  if (deps.metrics && env.metricsPort) serveMetricsPort(deps.metrics, env.metricsPort);
  const jobs = [...Object.values(createJobs(deps)), new OrderFeedReader(deps)];
  const stops = jobs.map((job) => job.start());
  if (env.production) deps.logger.info({ url: server.url.origin }, "listening");
  else process.stdout.write(await greeting(env, deps, server.url));

  stopOnSignals(server, () => Promise.all(stops.map((stop) => stop())), deps, env.drain);
}
