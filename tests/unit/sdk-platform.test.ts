import { expect, test } from "bun:test";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";

const entry = join(import.meta.dir, "../../client-sdk/src/index.ts");

/** As React Native has them: a signal that tells no reason, and nothing else that a browser knows. */
class PlainSignal {
  aborted = false;
  listeners = new Set<() => void>();
  addEventListener = (_: "abort", listener: () => void) => this.listeners.add(listener);
  removeEventListener = (_: "abort", listener: () => void) => this.listeners.delete(listener);
}

class PlainController {
  signal = new PlainSignal();
  abort() {
    if (this.signal.aborted) return;
    this.signal.aborted = true;
    for (const listener of this.signal.listeners) listener();
  }
}

/** Runs what is written in a world that has but the language itself and what is named here. */
async function runOn(platform: object, script: string): Promise<unknown> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: "iife",
    globalName: "bodega",
    write: false,
  });
  const [{ text } = { text: "" }] = outputFiles;
  const context = createContext({ ...platform });
  const outcome: unknown = await runInContext(`${text}; (async () => { ${script} })()`, context);
  return JSON.parse(JSON.stringify(outcome)); // of this world's own kind
}

const headers = { get: () => null };
const text = async () => JSON.stringify({ result: { data: { json: { id: "cart_1" } } } });
const platform = {
  fetch: async (url: string, init: object) => ({ ok: true, status: 200, headers, text, url, init }),
  AbortController: PlainController,
  URL,
  setTimeout,
  clearTimeout,
};

test("a platform needs fetch, AbortController, URL and timers, and nothing else", async () => {
  const sent: unknown[] = [];
  const fetch = (url: string, { headers, credentials }: RequestInit) => {
    sent.push([url, Object.keys(Object(headers)), credentials]);
    return platform.fetch(url, {});
  };
  const script = `
    const shop = bodega.createClient({ url: "http://shop.test", session: bodega.memorySession("token") });
    const cart = await shop.cart.create.mutate();
    return [cart, await shop.cart.get.query({ cartId: cart.id })];
  `;
  expect(await runOn({ ...platform, fetch }, script)).toEqual([{ id: "cart_1" }, { id: "cart_1" }]);
  expect(sent).toEqual([
    ["http://shop.test/trpc/cart.create", ["authorization", "content-type", "idempotency-key"], undefined],
    [expect.stringContaining("/trpc/cart.get?batch=1"), ["authorization"], undefined],
  ]);
});

test("where signals tell no reason, an aborted call is an AbortError all the same", async () => {
  const script = `
    const controller = new AbortController();
    const shop = bodega.createClient({ url: "http://shop.test" });
    const call = shop.cart.get.query({ cartId: "c" }, { signal: controller.signal });
    controller.abort();
    return call.catch(({ name, message }) => [name, message]);
  `;
  expect(await runOn(platform, script)).toEqual(["AbortError", "Aborted"]);
});

test("where the platform's fetch does not stream, a subscription says so before it waits for nothing", async () => {
  class Response {}
  const script = `
    const shop = bodega.createClient({ url: "http://shop.test" });
    return new Promise((resolve) => {
      shop.order.watch.subscribe({ id: "o" }, { onData() {}, onError: ({ code }) => resolve(code) });
    });
  `;
  expect(await runOn({ ...platform, Response }, script)).toBe("NO_STREAMING");
});
