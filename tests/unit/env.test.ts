import { expect, test } from "bun:test";
import { BlockList } from "node:net";
import { resolve } from "node:path";
import { loadEnv } from "../../server/env.ts";

test("with nothing set it is a shop on this machine with a sample catalogue", () => {
  expect(loadEnv({})).toEqual({
    production: false,
    port: 3000,
    host: "127.0.0.1",
    databaseUrl: `file:${resolve("data/bodega.db")}`,
    databaseAuthToken: undefined,
    replicaPath: undefined,
    publicUrl: undefined,
    storefrontUrl: undefined,
    corsOrigins: undefined,
    trustedProxies: expect.any(BlockList),
    tls: undefined,
    fly: undefined,
    redisUrl: undefined,
    smtpUrl: undefined,
    mailFrom: { name: "Bodega", address: "shop@localhost" },
    lowStockEmail: undefined,
    mailDir: resolve("data/mail"),
    encryptionKeys: [],
    oauth: { google: undefined, github: undefined, oidc: undefined },
    s3: undefined,
    mediaDir: resolve("data/media"),
    paymentDeadline: 1_800,
    paymentCapture: "automatic",
    stripe: undefined,
    taxCalculator: undefined,
    seller: undefined,
    watchLimits: { inAll: 10_000, perWatcher: 100 },
    drain: { delay: 0, limit: 20 },
    staffNeedSecondFactor: false,
    metricsToken: undefined,
    metricsPort: undefined,
    tracing: undefined,
    logLevel: "warn",
    sampleData: true,
  });
});

test("production listens on every address, lets no foreign page in and starts without samples", () => {
  const env = loadEnv({ NODE_ENV: "production" });
  expect(env).toMatchObject({ host: "0.0.0.0", corsOrigins: [], logLevel: "info", sampleData: false });
  expect(env.drain).toEqual({ delay: 5, limit: 20 });
});

test("a drain takes no longer than a timer counts", () => {
  expect(loadEnv({ DRAIN_DELAY: "0", DRAIN_LIMIT: "999999" }).drain).toEqual({ delay: 0, limit: 999_999 });
  for (const wrong of ["2147484", "1.5", "20s"]) {
    expect(() => loadEnv({ DRAIN_DELAY: wrong })).toThrow("DRAIN_DELAY: expected seconds");
    expect(() => loadEnv({ DRAIN_LIMIT: wrong })).toThrow("DRAIN_LIMIT: expected seconds");
  }
});

test("a tax calculator has an address and a secret", () => {
  const set = { TAX_CALCULATOR_URL: "https://tax.example/assess", TAX_CALCULATOR_SECRET: "hunter2" };
  expect(loadEnv(set).taxCalculator).toEqual({ url: "https://tax.example/assess", secret: "hunter2" });
  for (const TAX_CALCULATOR_URL of ["tax.example", "ftp://tax.example"]) {
    expect(() => loadEnv({ ...set, TAX_CALCULATOR_URL })).toThrow("TAX_CALCULATOR_URL");
  }
  expect(() => loadEnv({ ...set, TAX_CALCULATOR_SECRET: "a b" })).toThrow("TAX_CALCULATOR_SECRET");
});

test("metrics have a token, a port on this machine or elsewhere, or both", () => {
  expect(loadEnv({ METRICS_PORT: "9091" }).metricsPort).toEqual({ host: "127.0.0.1", port: 9_091 });
  expect(loadEnv({ METRICS_PORT: "9091", METRICS_HOST: "::" }).metricsPort).toEqual({
    host: "::",
    port: 9_091,
  });
  for (const METRICS_TOKEN of ["fifteen-letters", "sixteen letters!"])
    expect(() => loadEnv({ METRICS_TOKEN })).toThrow("METRICS_TOKEN");
});

test("a replica is of a database on a server", () => {
  const DATABASE_REPLICA_PATH = "/var/lib/replica.db";
  const env = loadEnv({ DATABASE_REPLICA_PATH, DATABASE_URL: "libsql://shop.example" });
  expect(env.replicaPath).toBe(DATABASE_REPLICA_PATH);
  for (const DATABASE_URL of ["", "file:/var/lib/bodega.db"]) {
    expect(() => loadEnv({ DATABASE_REPLICA_PATH, DATABASE_URL })).toThrow("DATABASE_REPLICA_PATH");
  }
});

test("a variable set to nothing counts as not set", () => {
  expect(loadEnv({ PORT: "", DATABASE_URL: "" }).port).toBe(3000);
});

test("the storefront's address keeps its path, and nothing after it", () => {
  expect(loadEnv({ STOREFRONT_URL: "https://shop.example/en/" }).storefrontUrl).toBe(
    "https://shop.example/en",
  );
  for (const STOREFRONT_URL of ["shop.example", "ftp://shop.example", "https://shop.example/?a=1"]) {
    expect(() => loadEnv({ STOREFRONT_URL })).toThrow("STOREFRONT_URL");
  }
});

test("origins are read as origins, whatever follows them", () => {
  const env = loadEnv({ CORS_ORIGINS: "https://a.example/, http://b.example:8080/x" });
  expect(env.corsOrigins).toEqual(["https://a.example", "http://b.example:8080"]);
});

test("trusted proxies are addresses and ranges of both kinds; none unless told", () => {
  const { trustedProxies } = loadEnv({ TRUSTED_PROXIES: "10.0.0.0/8, 192.0.2.1,2001:db8::/32,fd00::1" });
  for (const address of ["10.9.8.7", "192.0.2.1"]) expect(trustedProxies.check(address)).toBe(true);
  for (const address of ["2001:db8:1::2", "fd00::1"])
    expect(trustedProxies.check(address, "ipv6")).toBe(true);
  for (const address of ["11.0.0.1", "192.0.2.2"]) expect(trustedProxies.check(address)).toBe(false);
  expect(trustedProxies.check("fd00::2", "ipv6")).toBe(false);
  expect(loadEnv({}).trustedProxies.check("127.0.0.1")).toBe(false);
});

test("a machine of Fly.io has its region and the primary one, and beside that one no database of its own", () => {
  const flyOf = (FLY_REGION: string, PRIMARY_REGION: string, DATABASE_URL = "") =>
    loadEnv({ FLY_REGION, PRIMARY_REGION, DATABASE_URL }).fly;
  expect(flyOf("", "ams")).toBeUndefined();
  expect(flyOf("ams", "")).toEqual({ region: "ams", primaryRegion: "ams" });
  expect(flyOf("ams", "ams", "file:/data/shop.db")).toEqual({ region: "ams", primaryRegion: "ams" });
  expect(flyOf("syd", "ams", "libsql://db.example")).toEqual({ region: "syd", primaryRegion: "ams" });
  for (const url of ["", "file:/data/shop.db"])
    expect(() => flyOf("syd", "ams", url)).toThrow(/^DATABASE_URL: /);
  expect(() => flyOf("ams", "ams;app=other")).toThrow(/^PRIMARY_REGION: /);
});

test("a certificate and its key come together", () => {
  const tls = { TLS_CERT_FILE: "/secret/cert.pem", TLS_KEY_FILE: "/secret/key.pem" };
  expect(loadEnv(tls).tls).toEqual({ certFile: "/secret/cert.pem", keyFile: "/secret/key.pem" });
  expect(() => loadEnv({ ...tls, TLS_KEY_FILE: "" })).toThrow("TLS_KEY_FILE: expected with TLS_CERT_FILE");
  expect(() => loadEnv({ ...tls, TLS_CERT_FILE: "" })).toThrow("TLS_CERT_FILE: expected with TLS_KEY_FILE");
});

test("mail comes from an address, with a name or without", () => {
  const from = (MAIL_FROM: string) => loadEnv({ MAIL_FROM }).mailFrom;
  expect(from("orders@shop.example")).toEqual({ name: "", address: "orders@shop.example" });
  expect(from("The Shop, Inc. <orders@shop.example>")).toEqual({
    name: "The Shop, Inc.",
    address: "orders@shop.example",
  });
  expect(() => from("Shop\r\nBcc: eve@b.example <a@b.example>")).toThrow(/^MAIL_FROM: /);
});

test("keys to encrypt with are 32 bytes each, the one that seals first", () => {
  const keys = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const { encryptionKeys } = loadEnv({
    ENCRYPTION_KEYS: keys.map((key) => key.toString("base64")).join(", "),
  });
  expect(encryptionKeys.map((key) => Buffer.from(key))).toEqual(keys);
});

test("customers sign in through those that the shop is known to", () => {
  const client = { clientId: "the-shop", clientSecret: "hunter2" };
  const google = { OAUTH_GOOGLE_CLIENT_ID: "the-shop", OAUTH_GOOGLE_CLIENT_SECRET: "hunter2" };
  const github = { OAUTH_GITHUB_CLIENT_ID: "the-shop", OAUTH_GITHUB_CLIENT_SECRET: "hunter2" };
  expect(loadEnv(google).oauth).toEqual({ google: client, github: undefined, oidc: undefined });
  expect(loadEnv(github).oauth).toEqual({ google: undefined, github: client, oidc: undefined });
});

test.each([
  ["https://login.example:8443/realms/shop/", "login.example:8443"],
  ["http://localhost:8080", "localhost:8080"],
  ["http://127.0.0.1:8080", "127.0.0.1:8080"],
  ["http://[::1]:8080", "[::1]:8080"],
])("the issuer %s is taken as it is written, and called %s unless told otherwise", (issuer, label) => {
  const oidc = {
    OAUTH_OIDC_ISSUER: issuer,
    OAUTH_OIDC_CLIENT_ID: "the-shop",
    OAUTH_OIDC_CLIENT_SECRET: "hunter2",
  };
  const read = { issuer, clientId: "the-shop", clientSecret: "hunter2" };
  expect(loadEnv(oidc).oauth.oidc).toEqual({ ...read, label });
  expect(loadEnv({ ...oidc, OAUTH_OIDC_LABEL: "Our login" }).oauth.oidc).toEqual({
    ...read,
    label: "Our login",
  });
});

test.each([
  [{ OAUTH_GOOGLE_CLIENT_ID: "hunter2" }, "OAUTH_GOOGLE_CLIENT_SECRET: expected with OAUTH_GOOGLE_CLIENT_ID"],
  [
    { OAUTH_GITHUB_CLIENT_SECRET: "hunter2" },
    "OAUTH_GITHUB_CLIENT_ID: expected with OAUTH_GITHUB_CLIENT_SECRET",
  ],
  [{ OAUTH_OIDC_CLIENT_SECRET: "hunter2" }, "OAUTH_OIDC_CLIENT_ID: expected with OAUTH_OIDC_CLIENT_SECRET"],
  [
    { OAUTH_OIDC_CLIENT_ID: "a", OAUTH_OIDC_CLIENT_SECRET: "hunter2" },
    "OAUTH_OIDC_ISSUER: expected with OAUTH_OIDC_CLIENT_ID",
  ],
  [{ METRICS_HOST: "0.0.0.0" }, "METRICS_PORT: expected with METRICS_HOST"],
  [{ TAX_CALCULATOR_SECRET: "hunter2" }, "TAX_CALCULATOR_URL: expected with TAX_CALCULATOR_SECRET"],
  [
    { TAX_CALCULATOR_URL: "https://hunter2.example" },
    "TAX_CALCULATOR_SECRET: expected with TAX_CALCULATOR_URL",
  ],
  [{ OAUTH_OIDC_LABEL: "hunter2" }, "OAUTH_OIDC_ISSUER: expected with OAUTH_OIDC_LABEL"],
  [{ OAUTH_OIDC_ISSUER: "https://hunter2.example" }, "OAUTH_OIDC_CLIENT_ID: expected with OAUTH_OIDC_ISSUER"],
])("half of what a provider needs is refused by name: %j", (source, message) => {
  expect(() => loadEnv(source)).toThrow(message);
  expect(() => loadEnv(source)).not.toThrow("hunter2");
});

test("a mail server needs to be told whom mail comes from", () => {
  const SMTP_URL = "smtps://user:hunter2@mail.example";
  expect(() => loadEnv({ SMTP_URL })).toThrow(/^MAIL_FROM: /);
  expect(() => loadEnv({ SMTP_URL })).not.toThrow("hunter2");
  expect(loadEnv({ SMTP_URL, MAIL_FROM: "a@b.example" }).smtpUrl).toBe(SMTP_URL);
});

test("a storage for pictures is told whole, or not at all", () => {
  const storage = {
    S3_ENDPOINT: "https://s3.example/",
    S3_BUCKET: "pictures",
    S3_REGION: "auto",
    S3_ACCESS_KEY_ID: "key",
    S3_SECRET_ACCESS_KEY: "hunter2",
    MEDIA_URL: "https://media.example/shop/",
  };
  expect(loadEnv(storage).s3).toEqual({
    endpoint: "https://s3.example",
    bucket: "pictures",
    region: "auto",
    accessKeyId: "key",
    secretAccessKey: "hunter2",
    publicUrl: "https://media.example/shop",
  });
  for (const missing of Object.keys(storage)) {
    const rest = { ...storage, [missing]: undefined };
    expect(() => loadEnv(rest)).toThrow(new RegExp(`^${missing}: expected with (S3_|MEDIA_)`));
    expect(() => loadEnv(rest)).not.toThrow("hunter2");
  }
});

test.each([
  ["PORT", "abc"],
  ["PORT", "70000"],
  ["NODE_ENV", "staging"],
  ["DATABASE_URL", "postgres://user:hunter2@db"],
  ["CORS_ORIGINS", "*"],
  ["PUBLIC_URL", "my-store"],
  ["TRUSTED_PROXIES", "proxy.example"],
  ["TRUSTED_PROXIES", "10.0.0.1, 10.0.0.0/33"],
  ["TRUSTED_PROXIES", "fd00::/129"],
  ["TRUSTED_PROXIES", "10.0.0.0/8/9"],
  ["ENCRYPTION_KEYS", "hunter2"],
  ["ENCRYPTION_KEYS", ","],
  ["ENCRYPTION_KEYS", Buffer.alloc(31, 1).toString("base64")],
  ["ENCRYPTION_KEYS", `${Buffer.alloc(32, 1).toString("base64")},${Buffer.alloc(33, 1).toString("base64")}`],
  ["OAUTH_OIDC_ISSUER", "http://accounts.example"],
  ["OAUTH_OIDC_ISSUER", "http://localhost.evil.example"],
  ["OAUTH_OIDC_ISSUER", "https://user:hunter2@accounts.example"],
  ["OAUTH_OIDC_ISSUER", "https://accounts.example/?tenant=1"],
  ["OAUTH_OIDC_ISSUER", "accounts.example"],
  ["SMTP_URL", "https://user:hunter2@mail.example"],
  ["SMTP_URL", "mail.example:25"],
  ["MAIL_FROM", "the shop"],
  ["MAIL_FROM", "Shop <a@b.example>, Eve <e@b.example>"],
  ["LOW_STOCK_EMAIL", "a@b.example, c@d.example"],
  ["S3_ENDPOINT", "s3.example"],
  ["MEDIA_URL", "ftp://media.example"],
  ["LOG_LEVEL", "loud"],
  ["BODEGA_SAMPLE_DATA", "yes"],
])("%s=%s is refused by name, without repeating the value", (name, value) => {
  expect(() => loadEnv({ [name]: value })).toThrow(new RegExp(`^${name}: `));
  expect(() => loadEnv({ [name]: value })).not.toThrow(value);
});

test("Stripe moves real money in production alone, and through itself", () => {
  expect(
    loadEnv({ STRIPE_SECRET_KEY: "sk_test_1", STRIPE_WEBHOOK_SECRET: "whsec_new, whsec_old" }).stripe,
  ).toEqual({
    secretKey: "sk_test_1",
    live: false,
    webhookSecrets: ["whsec_new", "whsec_old"],
    apiUrl: undefined,
  });
  const production = { NODE_ENV: "production", STRIPE_SECRET_KEY: "rk_live_1" };
  expect(loadEnv(production).stripe).toMatchObject({ secretKey: "rk_live_1", live: true });
  expect(() => loadEnv({ STRIPE_SECRET_KEY: "sk_live_1" })).toThrow(
    "STRIPE_SECRET_KEY: a live key works in production alone",
  );
  expect(() => loadEnv({ ...production, STRIPE_API_URL: "http://127.0.0.1:1" })).toThrow("STRIPE_API_URL");
  expect(() => loadEnv({ STRIPE_SECRET_KEY: "pk_test_1" })).toThrow("STRIPE_SECRET_KEY");
  expect(() => loadEnv({ STRIPE_WEBHOOK_SECRET: "whsec_1" })).toThrow("STRIPE_SECRET_KEY");
});

test("every wrong variable is named at once", () => {
  expect(() => loadEnv({ PORT: "x", LOG_LEVEL: "y" })).toThrow(/PORT: .*; LOG_LEVEL: /);
});
