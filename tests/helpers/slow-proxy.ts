import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

export interface SlowProxy {
  url: string;
  /** In milliseconds, of whatever goes through, each way. */
  delayMs: number;
  /** Nothing comes through any more, and nothing ends: the other side seems to be silent. */
  stall(): void;
  /** What was held back goes on. */
  goOn(): void;
  close(): void;
}

/** Stands between two and passes on every byte, whatever they speak, as late as it is told to. */
export async function startSlowProxy(port: number): Promise<SlowProxy> {
  const sockets = new Set<Socket>();
  let passing = Promise.resolve();
  let letGo = () => {};

  function pass(from: Socket, to: Socket): void {
    let order = Promise.resolve();
    const send = (arrive: () => void) => {
      const onTheWay = proxy.delayMs > 0 ? delay(proxy.delayMs) : undefined;
      order = order
        .then(() => onTheWay)
        .then(() => passing)
        .then(arrive);
    };
    sockets.add(from);
    from.setNoDelay(true);
    from.on("error", () => {}); // that is the other's to notice
    from.on("data", (bytes: Buffer) => send(() => void (to.destroyed || to.write(bytes))));
    from.on("close", () => {
      sockets.delete(from);
      send(() => to.destroy()); // the news comes behind what was said before
    });
  }

  const server = createServer((client) => {
    const far = connect(port, "127.0.0.1");
    pass(client, far);
    pass(far, client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // Sound: it listens on a port.
  const { port: own } = server.address() as AddressInfo;
  const proxy: SlowProxy = {
    url: `http://127.0.0.1:${own}`,
    delayMs: 0,
    stall() {
      const { promise, resolve } = Promise.withResolvers<void>();
      letGo();
      [passing, letGo] = [promise, resolve];
    },
    goOn: () => letGo(),
    close() {
      letGo();
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
  return proxy;
}
