import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** What becomes of one request on its way. */
export type Fault =
  | "pass"
  /** The connection ends before the server has heard of it. */
  | "drop"
  /** The server did it, and the connection ends before its answer. */
  | "drop-answer"
  /** The connection ends in the middle of the answer. */
  | "cut-answer"
  /** Nothing comes. */
  | "hang"
  /** Something else answers in the server's place, in HTTP's own words. */
  | { answer: string };

/** In the request by which a stream is closed, for which nobody waits: it comes in the middle of whatever is next. */
const farewell = '"requests":[{"type":"close"}]';

export interface FaultyProxy {
  url: string;
  /** What becomes of the next requests, one after the other; those after them pass. */
  next(...faults: Fault[]): void;
  /** How many requests came since `next`. */
  requests(): number;
  /** Ends every connection that is open. */
  cut(): void;
  close(): void;
}

/** Stands between a client and a server, as a bad network does. It takes one request after the other. */
export async function startFaultyProxy(port: number): Promise<FaultyProxy> {
  let faults: Fault[] = [];
  let count = 0;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {}); // the other side went away: that is what this is for
    socket.on("close", () => sockets.delete(socket));
    socket.setMaxListeners(0); // each request adds its own
    return socket;
  };

  function handle(request: Buffer, client: Socket): void {
    const isAwaited = !request.includes(farewell);
    const fault = (isAwaited && faults[count]) || "pass";
    if (isAwaited) count += 1;
    if (fault === "hang") return;
    if (fault === "drop") return void client.destroy();
    if (typeof fault === "object") return void client.end(fault.answer);
    const server = keep(connect(port, "127.0.0.1", () => server.write(request)));
    client.on("close", () => server.destroy());
    if (fault === "pass") return void server.pipe(client);
    server.once("data", (answer: Buffer) => {
      if (fault === "cut-answer") client.write(answer.subarray(0, -10), () => client.destroy());
      else client.destroy();
    });
  }

  const proxy = createServer((client) => {
    keep(client);
    let request = Buffer.alloc(0);
    client.on("data", (chunk: Buffer) => {
      request = Buffer.concat([request, chunk]);
      if (!isWhole(request)) return;
      handle(request, client);
      request = Buffer.alloc(0);
    });
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const { port: own } = proxy.address() as AddressInfo;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${own}`,
    next(...wanted) {
      faults = wanted;
      count = 0;
    },
    requests: () => count,
    cut,
    close() {
      cut();
      proxy.close();
    },
  };
}

function isWhole(request: Buffer): boolean {
  const end = request.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /^content-length: *(\d+)/im.exec(request.subarray(0, end).toString())?.[1] ?? 0;
  return request.length >= end + 4 + Number(length);
}
