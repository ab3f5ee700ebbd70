import { afterAll, beforeAll, expect, test } from "bun:test";
import { createClient } from "../../client-sdk/src/index.ts";
import { newProduct } from "../../testing/products.ts";
import { eventually } from "../helpers/eventually.ts";
import { type ServerProcess, startServer } from "../helpers/server-process.ts";
import { startRemoteStore } from "../helpers/sqld.ts";
import { temporaryPath } from "../helpers/temporary.ts";

let store: Awaited<ReturnType<typeof startRemoteStore>>;
beforeAll(async () => {
  store = await startRemoteStore();
});
afterAll(() => store.stop());

async function readiness({ url }: Pick<ServerProcess, "url">) {
  const response = await fetch(`${url}/readyz`);
  return { status: response.status, ...Object(await response.json()) };
}

const metricsToken = "a-token-that-nobody-guesses";

async function lagOf({ url }: ServerProcess): Promise<number> {
  const headers = { authorization: `Bearer ${metricsToken}` };
  const text = await (await fetch(`${url}/metrics`, { headers })).text();
  return Number(/^bodega_replica_lag_seconds (.+)$/m.exec(text)?.[1]);
}

/** The catalogue to somebody of whom nobody can tell who it is, whom it does not sign out either; it sells nothing. */
async function showsWhatItCan({ url }: ServerProcess, slug: string): Promise<void> {
  const { account, cart, catalog } = createClient({ url, headers: { authorization: "Bearer of-somebody" } });
  expect(await catalog.product.query({ slug })).toMatchObject({ slug });
  const [shown, ...failed] = await Promise.allSettled([
    catalog.product.query({ slug }), // in one batch with what follows
    account.profile.query(),
    cart.create.mutate(),
  ]);
  expect(shown).toMatchObject({ status: "fulfilled", value: { slug } });
  for (const each of failed) expect(each).toMatchObject({ status: "rejected", reason: { code: "INTERNAL" } });
}

test("while the primary is away a server shows the catalogue, starts, and sells again once it is back", async () => {
  const { slug } = await newProduct(store.database.db);
  const env = {
    DATABASE_URL: store.sqld.url,
    DATABASE_REPLICA_PATH: temporaryPath("replica.db"),
    NODE_ENV: "production",
    METRICS_TOKEN: metricsToken,
  };
  const first = await startServer(env);
  await eventually(
    () => readiness(first),
    ({ replica }) => replica !== undefined,
  );
  await store.sqld.stop();
  const showsCatalogue = async ({ url }: ServerProcess) => {
    const { catalog } = createClient({ url });
    expect(await catalog.product.query({ slug })).toMatchObject({ slug });
    expect((await catalog.products.query({ limit: 1 })).items).toHaveLength(1);
    expect((await fetch(`${url}/api/products/${slug}`)).status).toBe(200);
    expect(await readiness({ url })).toMatchObject({ status: "database unavailable", replica: {} });
  };
  await Promise.all([
    showsCatalogue(first),
    showsWhatItCan(first, slug),
    expect(lagOf(first)).resolves.toBeGreaterThan(0),
  ]);
  expect(await first.stop("SIGKILL")).not.toBe(0);

  const second = await startServer(env);
  await showsCatalogue(second);
  await store.sqld.start();
  await eventually(
    () => readiness(second),
    ({ status }) => status === "ready",
  );
  const shop = createClient({ url: second.url });
  expect(await shop.cart.create.mutate()).toMatchObject({ lines: [] });
  await eventually(
    () => readiness(second),
    ({ replica }) => replica?.lagSeconds < 5,
  );
  expect(await second.stop("SIGTERM")).toBe(0);
}, 60_000);
