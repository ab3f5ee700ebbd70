import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";

export interface Call {
  method: string;
  path: string;
  query: string;
  body: string;
  headers: Record<string, string | undefined>;
  /** Resolves when nobody waits for the answer any more. */
  gaveUp: Promise<void>;
}

export interface HttpServer {
  port: number;
  stop(): Promise<void>;
}

/** A server that can also cut a connection, which Bun.serve cannot: it does so where there is no answer. */
export async function listen(answer: (call: Call) => Promise<Answer | null>): Promise<HttpServer> {
  const server = createServer(async (request, response) => {
    const given = await answer(await readCall(request, response));
    if (given === null) request.socket.destroy();
    else response.writeHead(given.status, given.headers).end(given.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return {
    port: address.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readCall(request: IncomingMessage, response: ServerResponse): Promise<Call> {
  request.setEncoding("utf8");
  let body = "";
  for await (const chunk of request) body += chunk;
  const [path = "", query = ""] = (request.url ?? "").split("?", 2);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
  const gaveUp = new Promise<void>((resolve) => response.once("close", resolve));
  return { method: request.method ?? "", path, query, body, headers, gaveUp };
}
