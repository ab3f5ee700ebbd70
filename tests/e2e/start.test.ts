import { describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { createClient } from "../../client-sdk/src/index.ts";
import { failToStart, type ServerProcess, startServer } from "../helpers/server-process.ts";
import { temporaryPath } from "../helpers/temporary.ts";

test("a first start shows where it is open and what is in it; a second one keeps the data", async () => {
  const DATA_DIR = temporaryPath("data");
  const first = await startServer({ DATA_DIR, BODEGA_SAMPLE_DATA: "true" });
  const catalogue = await createClient({ url: first.url }).catalog.products.query({ limit: 100 });
  expect(catalogue.items.length).toBeGreaterThan(20);
  expect(first.output()).toContain(`${catalogue.items.length} products in ${DATA_DIR}/bodega.db`);
  const cart = await createClient({ url: first.url }).cart.create.mutate();
  expect(await first.stop("SIGINT")).toBe(0);

  const second = await startServer({ DATA_DIR, BODEGA_SAMPLE_DATA: "true" });
  const shop = createClient({ url: second.url });
  expect(await shop.cart.get.query({ cartId: cart.id })).toEqual(cart);
  expect((await shop.catalog.products.query({ limit: 100 })).items).toEqual(catalogue.items);
  expect(await second.stop("SIGTERM")).toBe(0);
});

describe("a server asked to stop", () => {
  /** A request of which the server has the beginning; `finish` sends the rest and gives the answer. */
  async function halfRequest({ url }: ServerProcess) {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const answered = (async () => {
      let text = "";
      for await (const chunk of socket) text += String(chunk);
      return text;
    })();
    const body = JSON.stringify({ json: {} });
    socket.write(
      `POST /trpc/cart.create HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\n` +
        `content-length: ${body.length}\r\nconnection: close\r\n\r\n${body.slice(0, 3)}`,
    );
    // Once it answers another request, it has read the beginning of this one.
    await fetch(`${url}/healthz`, { headers: { connection: "close" } });
    return async () => {
      socket.write(body.slice(3));
      return await answered;
    };
  }

  test.each([["SIGTERM"], ["SIGINT"], ["SIGINT", "SIGINT"]] as NodeJS.Signals[][])(
    "by %s %s finishes what it is answering",
    async (...signals) => {
      const server = await startServer();
      const finish = await halfRequest(server);
      // Ctrl-C reaches it twice when `bun run` passes on what the terminal has sent to both.
      const stopped = Promise.all(signals.map((signal) => server.stop(signal)));
      expect(await finish()).toStartWith("HTTP/1.1 200 OK");
      expect(new Set(await stopped)).toEqual(new Set([0]));
    },
  );
});

test("a server that is to end says so at once, and takes what still comes, each on its last connection", async () => {
  const server = await startServer({ DRAIN_DELAY: "60" });
  const ask = (path: string) => fetch(server.url + path);
  expect((await ask("/readyz")).headers.has("connection")).toBe(false);
  void server.stop("SIGTERM");
  let ready = await ask("/readyz");
  while (ready.ok) ready = await ask("/readyz");
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ status: "draining" });
  const { ok, headers } = await ask("/trpc/catalog.categories");
  expect([ok, headers.get("connection")]).toEqual([true, "close"]);
  expect((await ask("/healthz")).ok).toBe(true);
  await server.stop("SIGKILL");
});

test("what a server has not done at the limit, it gives up, and says so", async () => {
  const server = await startServer({ DRAIN_LIMIT: "1" });
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {}); // it is cut off
  const ended = new Promise((resolve) => socket.once("close", resolve));
  socket.write(`POST /trpc/cart.create HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\n`);
  socket.write("content-length: 100\r\n\r\n{");
  await fetch(`${server.url}/healthz`, { headers: { connection: "close" } }); // after it, as above
  expect(await server.stop("SIGTERM")).toBe(0);
  await ended;
  expect(server.output()).toContain("stopped before everything was done");
});

test("in production the log warns, once, that there is no key to encrypt secrets with", async () => {
  const production = { NODE_ENV: "production", HOST: "127.0.0.1" };
  const warningsOf = async (env: Record<string, string>) => {
    const server = await startServer({ ...production, ...env });
    await server.stop("SIGTERM");
    return server.output().match(/ENCRYPTION_KEYS is not set/g)?.length ?? 0;
  };
  expect(await warningsOf({})).toBe(1);
  expect(await warningsOf({ ENCRYPTION_KEYS: Buffer.alloc(32, 1).toString("base64") })).toBe(0);
});

test("a request that says no host, or nonsense, gets an answer all the same", async () => {
  const server = await startServer();
  const { hostname, port } = new URL(server.url);
  const ask = async (request: string) => {
    const socket = connect(Number(port), hostname);
    socket.end(request);
    let text = "";
    for await (const chunk of socket) text += String(chunk);
    return text;
  };
  expect(await ask("GET /healthz HTTP/1.0\r\n\r\n")).toContain(" 200 OK");
  expect(await ask("GET /trpc/catalog.categories HTTP/1.0\r\n\r\n")).toContain('{"result":');
  const nonsense = await ask("GET /healthz HTTP/1.1\r\nhost: [\r\nconnection: close\r\n\r\n");
  expect(nonsense).toContain(" 400 ");
  expect(nonsense).toMatch(/x-request-id/i);
  await server.stop("SIGTERM");
});

describe("a start that cannot be is explained in one line, with exit code 1:", () => {
  const oneLine = (text: string) => text.trimEnd().split("\n").length === 1;

  test("a port that is taken", async () => {
    const server = await startServer();
    const { port } = new URL(server.url);
    const { code, error } = await failToStart({ PORT: port });
    expect(error).toBe(`Port ${port} is taken: set PORT to another one\n`);
    expect(code).toBe(1);
    await server.stop("SIGTERM");
  });

  test("a folder that cannot be written", async () => {
    const file = temporaryPath("a-file");
    await Bun.write(file, "");
    const { code, error } = await failToStart({ PORT: "0", DATA_DIR: `${file}/data` });
    expect(error).toStartWith(`Cannot open the database at file:${file}/data/bodega.db: `);
    expect(oneLine(error)).toBe(true);
    expect(code).toBe(1);
  });

  test("a file that is no database", async () => {
    const file = temporaryPath("not-a-database");
    await Bun.write(file, "x".repeat(8_192));
    const { code, error } = await failToStart({ PORT: "0", DATABASE_URL: `file:${file}` });
    expect(error).toContain("file is not a database");
    expect(oneLine(error)).toBe(true);
    expect(code).toBe(1);
  });

  test("a variable that makes no sense", async () => {
    const { code, error } = await failToStart({ PORT: "http", LOG_LEVEL: "loud" });
    expect(error).toStartWith("PORT: ");
    expect(error).toContain("LOG_LEVEL: ");
    expect(oneLine(error)).toBe(true);
    expect(code).toBe(1);
  });

  test("a database server that does not answer, without showing the token", async () => {
    const { code, error } = await failToStart({
      PORT: "0",
      DATABASE_URL: "http://127.0.0.1:9",
      DATABASE_AUTH_TOKEN: "s3cret",
    });
    expect(error).toStartWith("Cannot open the database at http://127.0.0.1:9: ");
    expect(error).not.toContain("s3cret");
    expect(oneLine(error)).toBe(true);
    expect(code).toBe(1);
  });
});
