import type { Server } from "bun";
import type { App } from "./app.ts";
import { StartError } from "./core/start-error.ts";
import type { Metrics } from "./core/telemetry-port.ts";
import type { Env } from "./env.ts";
import { metricsResponse } from "./http/metrics.ts";
import type { Tls } from "./tls.ts";

/** In seconds: a connection on which nothing moves for so long is closed. */
const idleTimeout = 30;

/** In seconds: nothing moves either while a picture waits for those before it. */
export const uploadTimeout = 240;

/** Above the app's own limits, whose refusal says more: this one only keeps the worst from being read at all. */
const maxRequestBodySize = 24 * 1024 * 1024;

type Where = Pick<Env, "host" | "port"> & { tls: Tls | undefined };

/** Listens for requests. @throws StartError when the port is taken or not allowed */
export function serve(app: App, { host, port, tls }: Where): Server<undefined> {
  return listen({ host, port, variable: "PORT" }, (options) =>
    Bun.serve({
      ...options,
      ...(tls && { tls }),
      idleTimeout,
      maxRequestBodySize,
      fetch(request, server) {
        if (isUpload(request)) server.timeout(request, uploadTimeout);
        return app(request, () => server.requestIP(request)?.address);
      },
    }),
  );
}

/** Listens for whoever reads the metrics, past all that shoppers reach. @throws StartError as `serve` */
export function serveMetricsPort(metrics: Metrics, { host, port }: { host: string; port: number }): void {
  listen({ host, port, variable: "METRICS_PORT" }, (options) =>
    Bun.serve({
      ...options,
      routes: { "/metrics": () => metricsResponse(metrics) },
      fetch: () => new Response(null, { status: 404 }),
    }),
  );
}

interface Place {
  host: string;
  port: number;
  /** Where to say another port. */
  variable: string;
}

/** What holds wherever it listens. */
const optionsOf = ({ host, port }: Place) => ({
  hostname: host,
  port,
  reusePort: false, // Bun shares ports by default: two servers, two stores, and a shopper in both
  development: false,
  // What nobody caught: never Bun's own page, which shows the source.
  error: () => new Response(null, { status: 500 }),
});

function listen<Started>(place: Place, start: (options: ReturnType<typeof optionsOf>) => Started): Started {
  const { host, port, variable } = place;
  try {
    return start(optionsOf(place));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") throw new StartError(`Port ${port} is taken: set ${variable} to another one`);
    throw new StartError(`Cannot listen on ${host}:${port}: ${String(code ?? error)}`);
  }
}

const isUpload = ({ method, url }: Request) => method === "POST" && url.endsWith("/uploads/images");
