import type { Server } from "bun";
import { fieldsOf, type Machine, targetsOf, textOf, wantedBy } from "./fly-routing.ts";

/** Where a request went, in that order: ids of machines. */
export interface Route {
  method: string;
  path: string;
  machines: string[];
}

export interface FlyProxy {
  /** Where clients reach the shop who are near that region, whether or not it has a machine. */
  near(region: string): string;
  /** Every request so far. */
  routes: Route[];
  close(): Promise<void>;
}

/** In bytes: what it keeps of a request to send it again. */
const largestReplayed = 1_000_000;

/** Where all clients are. */
export const clientAddress = "203.0.113.7";

/** The shop's own address, at which they connect. */
const ownAddress = "2a09:8280:1::af:1aa1:0";

/**
 * Plays Fly.io's proxy between clients and machines. A machine that refuses connections is passed over; those in `machines`
 * may come and go. It goes by https://fly.io/docs/networking/dynamic-request-routing/ and /request-headers/, by what is said at
 * https://community.fly.io/t/27404 (a replay has failed only where no connection came about), and, where a client sends
 * headers that are the proxy's, by what was seen at https://github.com/arcjet/arcjet-js/issues/5412; `fly-replay-src`, of
 * which nobody says it, passes.
 */
export function startFlyProxy(machines: readonly Machine[]): FlyProxy {
  const routes: Route[] = [];
  const edges = new Map<string, Server<undefined>>();

  function near(region: string): string {
    const edge =
      edges.get(region) ??
      Bun.serve({
        hostname: "127.0.0.1",
        port: 0,
        idleTimeout: 0, // streams stay open
        fetch: (request) => answer(request, region),
        error: () => refusal("the machine broke the connection"),
      });
    edges.set(region, edge);
    return edge.url.origin;
  }

  async function answer(request: Request, region: string): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const route: Route = { method: request.method, path: pathname, machines: [] };
    routes.push(route);
    const body = await request.bytes();
    const headers = headersFor(request.headers, region);

    /** Undefined where none of them takes the connection. @throws where one did and broke it, having done who knows what */
    async function ask(candidates: readonly Machine[], extra: Record<string, string>) {
      for (const machine of candidates) {
        try {
          const response = await fetch(machine.url + pathname + search, {
            method: request.method,
            headers: { ...headers, ...extra },
            body: body.length > 0 ? body : null,
            redirect: "manual",
            decompress: false,
            signal: request.signal,
          });
          route.machines.push(machine.id);
          return { machine, response };
        } catch (error) {
          if (codeOf(error) !== "ECONNREFUSED") throw error;
        }
      }
      return undefined;
    }

    const first = wantedBy(request.headers, machines, region);
    let asked = await ask(first, {});
    for (let hops = 0; asked?.response.headers.has("fly-replay"); hops++) {
      if (body.length > largestReplayed) return refusal("the request is too large to be replayed");
      if (hops === 5) return refusal("replayed too often");
      const from = asked.machine;
      const order = fieldsOf(asked.response.headers.get("fly-replay") ?? "");
      const targets = targetsOf(order, machines, from);
      const source = { instance: from.id, region: from.region, t: `${Date.now()}000`, state: order.state };
      asked = await ask(targets, { "fly-replay-src": textOf(source) });
      if (asked || !order.fallback) continue;
      const reason = targets.length === 0 ? "no_candidate" : "retries_exhausted";
      const failure = { instance: targets[0]?.id, region: order.region, replay_source: from.id, reason };
      const others = order.fallback === "prefer_self" ? machines.filter(({ id }) => id !== from.id) : [];
      asked = await ask([from, ...others], { "fly-replay-failed": textOf(failure) });
      if (asked?.response.headers.has("fly-replay")) return refusal("a fallback cannot be replayed");
    }
    if (!asked) return refusal("no machine took the request");
    const { status, body: stream, headers: answered } = asked.response;
    answered.set("via", "1.1 fly.io");
    return new Response(stream, { status, headers: answered });
  }

  return {
    near,
    routes,
    async close() {
      await Promise.all([...edges.values()].map((edge) => edge.stop(true)));
    },
  };
}

const refusal = (reason: string) => new Response(reason, { status: 502 });

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);

/** What machines are sent: what a client says of itself under the proxy's own names does not get through. */
function headersFor(sent: Headers, region: string): Record<string, string> {
  const headers = new Headers(sent);
  for (const name of ["connection", "content-length", "transfer-encoding"]) headers.delete(name);
  headers.append("x-forwarded-for", clientAddress);
  headers.append("x-forwarded-for", ownAddress);
  headers.set("x-forwarded-proto", "http");
  headers.set("fly-client-ip", clientAddress);
  headers.set("fly-region", region);
  return Object.fromEntries(headers);
}
