import { afterAll, beforeAll, expect, test } from "bun:test";
import { createClient, isShopError } from "../../client-sdk/src/index.ts";
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

test("while the primary is away a server shows the catalogue, starts, and sells again once it is back", async () => {
  const { slug } = await newProduct(store.database.db);
  const env = {
    DATABASE_URL: store.sqld.url,
    DATABASE_REPLICA_PATH: temporaryPath("replica.db"),
    NODE_ENV: "production",
    METRICS_TOKEN: "a-token-that-nobody-guesses",
  };
  const first = await startServer(env);
  await eventually(
    () => readiness(first),
    ({ replica }) => replica !== undefined,
  );
  await store.sqld.stop();
  const shows = async ({ url }: ServerProcess) => {
    const shop = createClient({ url });
    expect(await shop.catalog.product.query({ slug })).toMatchObject({ slug });
    expect((await shop.catalog.products.query({ limit: 1 })).items).toHaveLength(1);
    const signedIn = createClient({ url, headers: { authorization: "Bearer whoever-that-is" } });
    expect(await signedIn.catalog.product.query({ slug })).toMatchObject({ slug });
    const [both, failed] = await Promise.allSettled([
      signedIn.catalog.product.query({ slug }),
      signedIn.account.profile.query(),
    ]);
    expect(both.status).toBe("fulfilled");
    expect(failed).toMatchObject({ status: "rejected", reason: { code: "INTERNAL" } }); // nobody is signed out
    expect((await fetch(`${url}/api/products/${slug}`)).status).toBe(200);
    expect(await readiness({ url })).toMatchObject({ status: "database unavailable", replica: {} });
    const metrics = await fetch(`${url}/metrics`, {
      headers: { authorization: `Bearer ${env.METRICS_TOKEN}` },
    });
    expect(await metrics.text()).toMatch(/^bodega_replica_lag_seconds \d/m);
    const refused = await shop.cart.create.mutate().catch((error) => error);
    expect(isShopError(refused, "INTERNAL")).toBe(true);
  };
  await shows(first);
  expect(await first.stop("SIGKILL")).not.toBe(0);

  const second = await startServer(env);
  await shows(second);
  await store.sqld.start();
  await eventually(
    () => readiness(second),
    ({ status }) => status === "ready",
  );
  const shop = createClient({ url: second.url });
  expect(await shop.cart.create.mutate()).toMatchObject({ lines: [] });
  await eventually(
    () => readiness(second),
    ({ replica }) => replica.lagSeconds < 5,
  );
  expect(await second.stop("SIGTERM")).toBe(0);
}, 60_000);
