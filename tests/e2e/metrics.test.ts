import { expect, test } from "bun:test";
import { failToStart, startServer } from "../helpers/server-process.ts";
import { unusedPort } from "../helpers/unused-port.ts";

test("metrics are told on a port of their own, and on the shop's to nobody", async () => {
  const port = await unusedPort();
  const server = await startServer({ METRICS_PORT: String(port) });
  await fetch(`${server.url}/trpc/catalog.categories`);
  const told = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(told.status).toBe(200);
  const text = await told.text();
  expect(text).toContain('bodega_procedure_duration_seconds_count{procedure="catalog.categories"} 1');
  expect(text).toMatch(/^process_resident_memory_bytes [1-9]/m);
  expect((await fetch(`http://127.0.0.1:${port}/trpc/catalog.categories`)).status).toBe(404);
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
  expect(await failToStart({ PORT: "0", METRICS_PORT: String(port) })).toEqual({
    code: 1,
    error: `Port ${port} is taken: set METRICS_PORT to another one\n`,
  });
  expect(await server.stop("SIGTERM")).toBe(0);
});
