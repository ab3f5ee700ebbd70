import { describe, expect, test } from "bun:test";
import { z } from "zod";
import singleConfig from "../../deploy/fly/single.toml";
import sqldConfig from "../../deploy/fly/sqld.toml";
import regionsConfig from "../../fly.toml";
import { commands } from "../../server/commands/commands.ts";
import { loadEnv, variableNames } from "../../server/env.ts";
import { uploadTimeout } from "../../server/serve.ts";
import { createTestShop } from "../../testing/shop.ts";

/** In seconds, of `10s`. */
const seconds = z
  .string()
  .regex(/^\d+s$/)
  .transform((text) => Number.parseInt(text, 10));

const check = z.strictObject({
  type: z.literal("http").optional(),
  port: z.int().optional(),
  method: z.literal("GET"),
  path: z.string(),
  grace_period: seconds,
  interval: seconds,
  timeout: seconds,
});

/** What we use of https://fly.io/docs/reference/configuration/: a name that is misspelt Fly would only ignore. */
const shape = z.strictObject({
  app: z.string(),
  primary_region: z.string().regex(/^[a-z]{3}$/),
  kill_signal: z.literal("SIGTERM"),
  kill_timeout: z.int().max(300),
  build: z.strictObject({ image: z.string() }).optional(),
  env: z.record(z.string(), z.string()),
  deploy: z
    .strictObject({
      strategy: z.literal("rolling"), // the others refuse volumes, or do not wait
      max_unavailable: z.int().optional(),
      release_command: z.string().optional(),
    })
    .optional(),
  mounts: z.strictObject({
    source: z.string().regex(/^[a-z_]{1,30}$/),
    destination: z.string(),
    initial_size: z.string(),
    snapshot_retention: z.int().min(1).max(60).optional(),
    auto_extend_size_threshold: z.int().max(100).optional(),
    auto_extend_size_increment: z.string().optional(),
    auto_extend_size_limit: z.string().optional(),
  }),
  http_service: z
    .strictObject({
      internal_port: z.int(),
      force_https: z.literal(true),
      auto_stop_machines: z.literal("off"),
      auto_start_machines: z.boolean(),
      min_machines_running: z.int().min(1),
      concurrency: z.strictObject({ type: z.literal("requests"), soft_limit: z.int(), hard_limit: z.int() }),
      http_options: z.strictObject({ idle_timeout: z.int() }),
      checks: z.array(check),
    })
    .optional(),
  checks: z.record(z.string(), check),
  metrics: z.strictObject({ port: z.int(), path: z.string() }).optional(),
  vm: z.array(z.strictObject({ size: z.string(), memory: z.string() })),
});

const remote = { DATABASE_URL: "http://bodega-db.internal:8080" };

describe.each([
  ["fly.toml", regionsConfig, remote],
  ["deploy/fly/single.toml", singleConfig, {}],
])("%s", (_, text, secrets) => {
  const config = shape.parse(text);
  const service = config.http_service ?? expect.unreachable();
  const env = loadEnv({
    NODE_ENV: "production", // as the image has it
    DATA_DIR: "/data",
    FLY_REGION: config.primary_region,
    PRIMARY_REGION: config.primary_region,
    ...config.env,
    ...secrets,
  });

  test("sets variables that the server knows, and no secret", () => {
    for (const name of Object.keys(config.env)) expect(variableNames).toContain(name);
    expect(Object.keys(config.env).filter((name) => /KEY|SECRET|TOKEN|PASSWORD|_URL$/.test(name))).toEqual([
      "PUBLIC_URL",
    ]);
    expect(env.trustedProxies.check("172.19.2.97")).toBe(true);
    expect(env.trustedProxies.check("fdaa:0:18::2", "ipv6")).toBe(false); // another app is no proxy
  });

  test("asks where the server listens", () => {
    const ports = [service.internal_port, ...Object.values(config.checks).map(({ port }) => port ?? 0)];
    expect(new Set(ports)).toEqual(new Set([env.port]));
    expect(config.metrics).toEqual({ port: env.metricsPort?.port ?? 0, path: "/metrics" });
    expect(env.metricsPort?.host).toBe("0.0.0.0");
    expect(config.mounts.destination).toBe("/data");
  });

  test("asks for what a well server answers with 200", async () => {
    const shop = await createTestShop();
    const paths = [...service.checks, ...Object.values(config.checks)].map(({ path }) => path);
    expect(paths.toSorted()).toEqual(["/healthz", "/readyz"]);
    for (const path of paths) expect((await shop.fetch(`${shop.url}${path}`)).status).toBe(200);
  });

  test("waits until the server has finished, and longer for pictures than the server does", () => {
    expect(config.kill_timeout).toBeGreaterThan(env.drain.delay + env.drain.limit);
    expect(service.http_options.idle_timeout).toBeGreaterThanOrEqual(uploadTimeout);
  });

  test("leaves room for others beside all who watch their orders", () => {
    const { soft_limit, hard_limit } = service.concurrency;
    expect(env.watchLimits.inAll).toBeLessThan(soft_limit);
    expect(soft_limit).toBeLessThan(hard_limit);
  });
});

test("migrations run before a release where the database can be reached, and at the start where it is a file", () => {
  const command = shape.parse(regionsConfig).deploy?.release_command?.split(" ");
  expect(command).toEqual(["bodega", "migrate"]);
  expect(Object.keys(commands)).toContain(command?.[1] ?? "");
  expect(shape.parse(singleConfig).deploy?.release_command).toBeUndefined();
});

test("the database's own app stands in the shop's primary region and is reached from inside alone", () => {
  const config = shape.parse(sqldConfig);
  expect(config.primary_region).toBe(shape.parse(regionsConfig).primary_region);
  expect(config.http_service).toBeUndefined();
  expect(config.app).toBe(new URL(remote.DATABASE_URL).hostname.replace(".internal", ""));
});
