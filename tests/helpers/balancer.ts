import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface Balancer {
  url: string;
  /** Puts a server into rotation; resolves once it is ready. Whether it still is, is asked again and again. */
  add(url: string): Promise<void>;
  /** How many connections no server took. */
  refused(): number;
  close(): void;
}

/** In milliseconds: how often each server is asked whether it is ready. */
const checkMs = 50;

/**
 * Spreads connections over the servers that say that they are ready, as simply as any does: it knows nothing of requests, and
 * a connection that its server does not take is lost.
 */
export async function startBalancer(): Promise<Balancer> {
  const servers = new Map<string, { isReady: boolean }>();
  const sockets = new Set<Socket>();
  let refused = 0;
  let turn = 0;

  const keep = (socket: Socket) => {
    sockets.add(socket);
    return socket.on("close", () => sockets.delete(socket));
  };
  const balancer = createServer((client) => {
    const ready = [...servers].flatMap(([url, { isReady }]) => (isReady ? [url] : []));
    turn += 1;
    const { port, hostname } = new URL(ready[turn % ready.length] ?? "http://127.0.0.1:1");
    const server = keep(connect(Number(port), hostname));
    keep(client).pipe(server).pipe(client);
    server.on("error", ({ message }) => {
      if (message.includes("ECONNREFUSED")) refused += 1;
      client.destroy();
    });
    client.on("error", () => server.destroy());
    server.on("close", () => client.destroySoon());
    client.on("close", () => server.destroySoon());
  });
  balancer.listen(0, "127.0.0.1");
  await once(balancer, "listening");

  const check = async (url: string) => {
    const ok = await fetch(`${url}/readyz`, { headers: { connection: "close" } }).then(
      (answer) => answer.ok,
      () => false,
    );
    servers.set(url, { isReady: ok });
    return ok;
  };
  const checks = setInterval(() => {
    for (const url of servers.keys()) check(url);
  }, checkMs);
  // Sound: it listens on a port.
  const { port } = balancer.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async add(url) {
      while (!(await check(url)));
    },
    refused: () => refused,
    close() {
      clearInterval(checks);
      for (const socket of sockets) socket.destroy();
      balancer.close();
    },
  };
}
