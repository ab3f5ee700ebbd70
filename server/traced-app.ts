import type { App } from "./app.ts";
import type { Tracer } from "./core/telemetry-port.ts";

/** The app, each of whose answers is a trace, with the id that its log line has. Addresses are left out: they hold ids of carts. */
export function traceApp(app: App, tracer: Tracer): App {
  return (request, peer) => {
    const { method, headers } = request;
    return tracer.trace({ name: method, kind: "server", headers }, async (span) => {
      const response = await app(request, peer);
      const { status } = response;
      span.note({
        "http.request.method": method,
        "http.response.status_code": status,
        "bodega.request_id": response.headers.get("x-request-id") ?? "",
      });
      if (status >= 500) span.fail(String(status));
      return response;
    });
  };
}
