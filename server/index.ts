import { createApp } from "./app.ts";
import { StartError } from "./core/start-error.ts";
import { createDeps, serviceContext } from "./deps.ts";
import { loadEnv } from "./env.ts";
import { greeting } from "./greeting.ts";
import { loadSampleCatalogue } from "./sample/load.ts";
import { serve } from "./serve.ts";

/** In milliseconds: what is still being answered after that is given up. */
const maxDrain = 10_000;

async function start(): Promise<void> {
  const env = loadEnv();
  const stopping = new AbortController();
  const deps = await createDeps(env, stopping.signal);
  if (env.sampleData) await loadSampleCatalogue(serviceContext(deps));
  const server = serve(createApp(deps), env);
  if (env.production) deps.logger.info({ url: server.url.origin }, "listening");
  else process.stdout.write(await greeting(env, deps, server.url));

  const stop = async (): Promise<void> => {
    if (stopping.signal.aborted) process.exit(1); // asked twice: do not wait
    stopping.abort();
    setTimeout(() => process.exit(1), maxDrain).unref();
    await server.stop(); // what is being answered is finished first
    deps.database.client.close();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

try {
  await start();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
