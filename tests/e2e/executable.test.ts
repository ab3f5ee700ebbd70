import { beforeAll, expect, test } from "bun:test";
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { Stripe } from "stripe";
import { createClient } from "../../client-sdk/src/index.ts";
import { buildExecutable, executable } from "../../scripts/build/index.ts";
import { address } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { eventually } from "../helpers/eventually.ts";
import { startCollector } from "../helpers/otlp.ts";
import { newPhotograph } from "../helpers/pictures.ts";
import { hasRedis, startRedis } from "../helpers/redis.ts";
import { startExecutable } from "../helpers/server-process.ts";
import { startRemoteStore } from "../helpers/sqld.ts";
import { temporaryPath } from "../helpers/temporary.ts";

beforeAll(buildExecutable);

test("it is smaller than 130 MB", () => {
  expect(Bun.file(executable).size).toBeLessThan(130_000_000);
});

/** An empty folder with the executable beside it, and nothing of this environment: neither sources nor packages. */
function newMachine() {
  const cwd = temporaryPath("machine");
  mkdirSync(cwd);
  const env = { SHOP_NAME: "Bodega Ltd", SHOP_ADDRESS: "1 Harbour Street, Dublin", PORT: "0" };
  return {
    cwd,
    env,
    serve: () => startExecutable(executable, { cwd, env }),
    run(args: string[], { input = "", ...more }: Record<string, string> = {}) {
      const child = Bun.spawnSync([executable, ...args], {
        cwd,
        env: { ...env, ...more },
        stdin: Buffer.from(input),
      });
      return { code: child.exitCode, output: String(child.stdout), error: String(child.stderr) };
    },
  };
}

test("one file in an empty folder opens a shop, sells, prints, takes pictures and shows its documentation", async () => {
  const machine = newMachine();
  const { serve, run } = machine;
  const password = "eleven otters cross a bridge";
  expect(run(["admin", "create-owner", "ada@example.com"], { input: password })).toMatchObject({ code: 0 });
  const server = await serve();
  const shop = createClient({ url: server.url });
  const { items } = await shop.catalog.products.query({ limit: 100, inStock: true });
  expect(items.length).toBeGreaterThan(20); // the sample catalogue

  const { variants } = await shop.catalog.product.query({ slug: items[0]?.slug ?? "" });
  const { id: cartId } = await shop.cart.create.mutate();
  await shop.cart.addLine.mutate({ cartId, variantId: variants[0]?.id ?? "", quantity: 1 });
  await shop.cart.setEmail.mutate({ cartId, email: "grace@example.com" });
  await shop.cart.setAddresses.mutate({ cartId, shipping: address });
  await shop.cart.setShippingOption.mutate({ cartId, shippingOptionId: "ship_standard" });
  const { order } = await shop.order.place.mutate({ cartId, provider: "manual", method: "test_card" });
  expect(order.status).toBe("confirmed");

  const { token } = await shop.auth.login.mutate({ email: "ada@example.com", password, session: "token" });
  const headers = { authorization: `Bearer ${token}` };
  const staff = createClient({ url: server.url, headers });
  const invoice = await staff.admin.orders.issueInvoice.mutate({ id: order.id });
  const pdf = await fetch(new URL(invoice.url, server.url), { headers });
  expect(await pdf.text()).toStartWith("%PDF-");

  const body = await newPhotograph();
  const uploaded = await fetch(`${server.url}/uploads/images`, {
    method: "POST",
    headers: { ...headers, "content-type": "image/jpeg" },
    body,
  });
  expect(await uploaded.json()).toMatchObject({ width: 300, height: 400 });
  expect((await fetch(`${server.url}/docs/swagger-ui.js`)).headers.get("content-type")).toContain(
    "javascript",
  );
  expect(await (await fetch(`${server.url}/docs/swagger-ui.css`)).text()).toContain(".swagger-ui");
  const mails = () => Array.fromAsync(new Bun.Glob("data/mail/*.eml").scan(machine.cwd));
  await eventually(mails, ({ length }) => length > 0);
  expect(await server.stop("SIGTERM")).toBe(0);
  expect(run(["verify"])).toMatchObject({ code: 0, error: "" });
  expect(readdirSync(machine.cwd)).toEqual(["data"]);
});

test("it migrates, imports, exports, backs up and restores", async () => {
  const { cwd, run } = newMachine();
  const migrated = run(["migrate"]);
  expect(migrated).toMatchObject({ code: 0, output: expect.stringContaining("Applied 0000_first_sale\n") });
  expect(run(["migrate"]).output).toBe("The schema is the newest already\n");
  copyFileSync("tests/fixtures/shopify-export.csv", `${cwd}/products.csv`);
  expect(run(["import", "products.csv"])).toMatchObject({ code: 0, error: "" });
  expect(run(["backup", "shop.backup"])).toMatchObject({ code: 0, error: "" });
  expect(run(["restore", "shop.backup"], { DATA_DIR: "restored" })).toMatchObject({ code: 0, error: "" });
  const exported = run(["export", "-"]);
  expect(exported.output).toContain("house-coffee");
  expect(run(["export", "-"], { DATA_DIR: "restored" })).toEqual(exported);
});

test.skipIf(!hasRedis)("it does what some shops alone have: Redis, Stripe, metrics and traces", async () => {
  await using redis = await startRedis();
  const collector = startCollector();
  const { cwd, env } = newMachine();
  const some = {
    REDIS_URL: redis.url,
    STRIPE_SECRET_KEY: "sk_test_executable",
    STRIPE_WEBHOOK_SECRET: "whsec_executable",
    METRICS_TOKEN: "prometheus-of-this-test",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
  };
  const server = await startExecutable(executable, { cwd, env: { ...env, ...some } });
  const readiness = async () => Object(await (await fetch(`${server.url}/readyz`)).json());
  await eventually(readiness, ({ redis }) => redis === "up");

  const notice = JSON.stringify({ id: "evt_1", object: "event", type: "ping", data: { object: {} } });
  const signature = await new Stripe(some.STRIPE_SECRET_KEY).webhooks.generateTestHeaderStringAsync({
    payload: notice,
    secret: some.STRIPE_WEBHOOK_SECRET,
  });
  const headers = { "stripe-signature": signature };
  const heard = await fetch(`${server.url}/webhooks/stripe`, { method: "POST", headers, body: notice });
  expect(heard.status).toBe(200);

  const asReader = { authorization: `Bearer ${some.METRICS_TOKEN}` };
  const metrics = await (await fetch(`${server.url}/metrics`, { headers: asReader })).text();
  expect(metrics).toContain("# TYPE ");
  await createClient({ url: server.url }).catalog.products.query({});
  expect(await server.stop("SIGTERM")).toBe(0);
  expect(collector.text()).toContain("catalog.products");
  await collector.stop();
});

test("it keeps a replica of a database server, and shows the catalogue of it", async () => {
  const { database, sqld, stop } = await startRemoteStore();
  const { slug } = await newProduct(database.db);
  const { cwd, env } = newMachine();
  const where = {
    DATABASE_URL: sqld.url,
    DATABASE_REPLICA_PATH: "replica.db",
    NODE_ENV: "production",
    DRAIN_DELAY: "0",
  };
  const server = await startExecutable(executable, { cwd, env: { ...env, ...where } });
  const readiness = async () => Object(await (await fetch(`${server.url}/readyz`)).json());
  await eventually(readiness, ({ replica }) => replica !== undefined);
  await stop();
  expect(await createClient({ url: server.url }).catalog.product.query({ slug })).toMatchObject({ slug });
  expect(await server.stop("SIGTERM")).toBe(0);
});

test("it says what it can do, and of each how", () => {
  const { run } = newMachine();
  const { code, output } = run(["--help"]);
  expect(code).toBe(0);
  for (const name of [
    "serve",
    "migrate",
    "import",
    "export",
    "admin",
    "verify",
    "backup",
    "restore",
    "replicate",
  ]) {
    expect(output).toMatch(new RegExp(`^${name} `, "m"));
    const help = run([name, "--help"]);
    expect(help).toMatchObject({
      code: 0,
      output: expect.stringContaining(`Usage: bodega ${name}`),
      error: "",
    });
  }
  expect(run([])).toMatchObject({ code: 1, output: "" });
  const unknown = run(["sell"]);
  expect(unknown).toMatchObject({ code: 1, error: expect.stringContaining(`There is no command "sell"`) });
});
