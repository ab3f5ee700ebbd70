import { BlockList, isIPv6 } from "node:net";
import { join, resolve } from "node:path";
import { z } from "zod";
import { type CaptureMode, captureModes } from "../db/enums.ts";
import { StartError } from "./core/start-error.ts";

const origin = z
  .url({ protocol: /^https?$/, error: "expected an origin like https://shop.example" })
  .transform((url) => new URL(url).origin);

/** `https://shop.example/en`, without a slash at the end. */
const pageUrl = z
  .url({ protocol: /^https?$/, error: "expected an address like https://shop.example" })
  .refine((url) => !/[?#]/.test(url), "expected an address without ? and #")
  .transform((url) => url.replace(/\/+$/, ""));

const list = z.string().transform((text) =>
  text
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean),
);

/** Addresses and ranges of them: `10.0.0.0/8, 2001:db8::1`. */
const networks = list
  .pipe(
    z.array(
      z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], "expected addresses or ranges like 10.0.0.0/8"),
    ),
  )
  .transform((entries) => {
    const found = new BlockList();
    for (const entry of entries) {
      const [address = "", prefix] = entry.split("/");
      const family = isIPv6(address) ? "ipv6" : "ipv4";
      if (prefix === undefined) found.addAddress(address, family);
      else found.addSubnet(address, Number(prefix), family);
    }
    return found;
  });

/** Each of 32 bytes, as `openssl rand -base64 32` prints them. */
const keys = list
  .pipe(
    z
      .array(z.string().regex(/^[A-Za-z0-9+/]{43}=$/, "expected 32 bytes in base64, each key after a comma"))
      .min(1, "expected 32 bytes in base64"),
  )
  .transform((entries) => entries.map((entry) => Uint8Array.from(Buffer.from(entry, "base64"))));

/** `orders@shop.example`, or `Shop <orders@shop.example>`. */
const sender = z
  .string()
  .regex(/^(?:[^<>@\r\n]*<[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/, "expected Name <address>")
  .transform((text) => {
    const [name = "", address = ""] = text.includes("<") ? text.slice(0, -1).split("<") : ["", text];
    return { name: name.trim(), address };
  });

/** Who vouches for customers; over plain http only a provider on this machine. Kept as written: issuers are compared. */
const issuer = z.string().refine((text) => {
  const url = URL.parse(text);
  if (!url || url.username || url.password || url.search || url.hash) return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}, "expected an issuer like https://login.example");

const count = z
  .string()
  .regex(/^\d{1,9}$/, "expected a whole number")
  .transform(Number);

/** A timer counts to 24 days, and one that is told more ends at once. */
const seconds = z
  .string()
  .regex(/^\d{1,6}$/, "expected seconds, such as 20")
  .transform(Number);

const portNumber = z
  .string()
  .regex(/^\d{1,5}$/, "expected a port number")
  .transform(Number)
  .refine((port) => port <= 65_535, "expected a port number");

/** As Fly.io names its regions: `ams`. */
const regionCode = z.string().regex(/^[a-z]{3}$/, "expected a region's code like ams");

const isLoopback = (hostname: string) => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);

const variables = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  PORT: portNumber.default(3000),
  HOST: z.string().min(1).optional(),
  DATA_DIR: z.string().min(1).default("./data"),
  DATABASE_URL: z
    .string()
    .regex(/^(file:.|(libsql|https?):\/\/.)/, "expected file:PATH, libsql://HOST or http(s)://HOST")
    .optional(),
  DATABASE_REPLICA_PATH: z.string().min(1).optional(),
  DATABASE_AUTH_TOKEN: z.string().min(1).optional(),
  PUBLIC_URL: origin.optional(),
  STOREFRONT_URL: pageUrl.optional(),
  CORS_ORIGINS: list.pipe(z.array(origin)).optional(),
  TRUSTED_PROXIES: networks.optional(),
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: "expected redis://HOST or rediss://HOST" }).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "expected smtp://HOST or smtps://HOST" }).optional(),
  MAIL_FROM: sender.optional(),
  LOW_STOCK_EMAIL: z.email("expected an e-mail address").optional(),
  ENCRYPTION_KEYS: keys.optional(),
  OAUTH_GOOGLE_CLIENT_ID: z.string().optional(),
  OAUTH_GOOGLE_CLIENT_SECRET: z.string().optional(),
  OAUTH_GITHUB_CLIENT_ID: z.string().optional(),
  OAUTH_GITHUB_CLIENT_SECRET: z.string().optional(),
  OAUTH_OIDC_ISSUER: issuer.optional(),
  OAUTH_OIDC_CLIENT_ID: z.string().optional(),
  OAUTH_OIDC_CLIENT_SECRET: z.string().optional(),
  OAUTH_OIDC_LABEL: z.string().max(50).optional(),
  S3_ENDPOINT: pageUrl.optional(),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  MEDIA_URL: pageUrl.optional(),
  PAYMENT_DEADLINE: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, "expected seconds, such as 1800")
    .transform(Number)
    .default(1_800),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^[sr]k_(test|live)_\S+$/, "expected a secret key like sk_test_…")
    .optional(),
  STRIPE_WEBHOOK_SECRET: list
    .pipe(z.array(z.string().regex(/^whsec_\S+$/, "expected secrets like whsec_…")))
    .default([]),
  STRIPE_API_URL: z
    .url({ protocol: /^https?$/, error: "expected an origin like http://127.0.0.1:12111" })
    .optional(),
  PAYMENT_CAPTURE: z.enum(captureModes).default("automatic"),
  TAX_CALCULATOR_URL: z
    .url({ protocol: /^https?$/, error: "expected an address like https://tax.example/assess" })
    .optional(),
  TAX_CALCULATOR_SECRET: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "expected characters without spaces")
    .optional(),
  SHOP_NAME: z.string().max(200).optional(),
  SHOP_ADDRESS: list.optional(),
  SHOP_VAT_ID: z.string().max(50).optional(),
  WATCHERS_MAX: count.default(10_000),
  WATCHERS_MAX_EACH: count.default(100),
  DRAIN_DELAY: seconds.optional(),
  DRAIN_LIMIT: seconds.default(20),
  STAFF_SECOND_FACTOR: z.enum(["optional", "required"]).default("optional"),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, "expected 16 characters or more, without spaces")
    .optional(),
  METRICS_HOST: z.string().optional(),
  METRICS_PORT: portNumber.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: pageUrl.optional(),
  OTEL_SERVICE_NAME: z.string().max(200).default("bodega"),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d{1,6})?|1(\.0)?)$/, "expected a share from 0 to 1")
    .transform(Number)
    .default(1),
  FLY_REGION: regionCode.optional(),
  PRIMARY_REGION: regionCode.optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).optional(),
  BODEGA_SAMPLE_DATA: z.enum(["true", "false"]).optional(),
});

/** Every variable that configures the shop. */
export const variableNames: readonly string[] = Object.keys(variables.shape);

/** What an identity provider knows the shop by. */
interface OAuthClient {
  clientId: string;
  clientSecret: string;
}

type Variables = z.infer<typeof variables>;

/** A bucket of an S3-compatible storage, and where everybody can read what is in it. */
export interface S3Bucket {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  publicUrl: string;
}

/** Where a machine of Fly.io stands among the regions of its shop. */
export interface FlyPlace {
  region: string;
  /** Next to the database that takes the writes; the same region where there is but one. */
  primaryRegion: string;
}

/** How a server ends that was asked to, in seconds. */
export interface Drain {
  /** For how long it still takes requests, while whoever sends them learns that it will not. */
  delay: number;
  /** After that, for what is being answered or delivered. */
  limit: number;
}

/** The configuration, read once. */
export interface Env {
  production: boolean;
  port: number;
  host: string;
  databaseUrl: string;
  databaseAuthToken: string | undefined;
  /** The file that holds a copy of a database on a server, to read the catalogue of; undefined where there is none. */
  replicaPath: string | undefined;
  /** The origin that browsers know the server by, when it is not the one they connect to. */
  publicUrl: string | undefined;
  /** Where the storefront is, which the links in mails lead to. */
  storefrontUrl: string | undefined;
  /** The origins whose pages may call; undefined while developing, when any page of this machine may. */
  corsOrigins: string[] | undefined;
  /** The proxies whose word on who asks, and how, is taken. */
  trustedProxies: BlockList;
  /** What https is spoken with; undefined where it is plain http. */
  tls: { certFile: string; keyFile: string } | undefined;
  /** What the processes of the shop share beside the database; undefined where each is by itself. */
  redisUrl: string | undefined;
  /** Who is mailed of what runs low; undefined where nobody is. */
  lowStockEmail: string | undefined;
  /** The mail server; undefined where mails are written to files. */
  smtpUrl: string | undefined;
  mailFrom: { name: string; address: string };
  mailDir: string;
  /** The first seals the secrets that the database holds, all open them; none where they are stored as they are. */
  encryptionKeys: Uint8Array<ArrayBuffer>[];
  /** Through whom customers can sign in. */
  oauth: {
    google: OAuthClient | undefined;
    github: OAuthClient | undefined;
    /** Any other that speaks OpenID Connect. */
    oidc: (OAuthClient & { issuer: string; label: string }) | undefined;
  };
  /** Where pictures are kept; undefined where they are files of this machine. */
  s3: S3Bucket | undefined;
  mediaDir: string;
  /** See `ServiceContext`. */
  paymentDeadline: number;
  /** See `ServiceContext`. */
  paymentCapture: CaptureMode;
  /** Undefined where nobody pays through Stripe; `live` where it moves real money. */
  stripe:
    | { secretKey: string; live: boolean; webhookSecrets: string[]; apiUrl: string | undefined }
    | undefined;
  /** Who is asked for taxes; undefined where the shop goes by its own rates. */
  taxCalculator: { url: string; secret: string } | undefined;
  /** Who sells, as invoices say; undefined where none are issued. */
  seller: { name: string; address: string[]; vatId: string | undefined } | undefined;
  /** How many may watch their orders at once in this process: in all, and from one account or guest's network. */
  watchLimits: { inAll: number; perWatcher: number };
  drain: Drain;
  /** Whether staff have to have a second factor. */
  staffNeedSecondFactor: boolean;
  /** With which token the metrics are read on the shop's own port; undefined where they are not. */
  metricsToken: string | undefined;
  /** A port of their own, for whoever reaches it; undefined where they have none. */
  metricsPort: { host: string; port: number } | undefined;
  /** Who is told what happens within requests and jobs, and of which share of them; undefined where nobody is. */
  tracing: { endpoint: string; serviceName: string; ratio: number } | undefined;
  /** Undefined on any machine that is not one of Fly.io's. */
  fly: FlyPlace | undefined;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
  sampleData: boolean;
}

/** Reads and checks the environment; nothing else does. @throws StartError that names the variable, never its value */
export function loadEnv(source: Record<string, string | undefined> = process.env): Env {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const { data, error } = variables.safeParse(set);
  if (error) {
    const wrong = error.issues.map(({ path, message }) => `${path[0]?.toString()}: ${message}`);
    throw new StartError(wrong.join("; "));
  }
  if (data.DATABASE_REPLICA_PATH && !/^(libsql|https?):/.test(data.DATABASE_URL ?? "")) {
    throw new StartError("DATABASE_URL: expected of a server with DATABASE_REPLICA_PATH");
  }
  if (data.SMTP_URL && !data.MAIL_FROM) throw new StartError("MAIL_FROM: expected with SMTP_URL");
  const production = data.NODE_ENV === "production";
  return {
    production,
    port: data.PORT,
    host: data.HOST ?? (production ? "0.0.0.0" : "127.0.0.1"),
    databaseUrl: data.DATABASE_URL ?? `file:${join(resolve(data.DATA_DIR), "bodega.db")}`,
    databaseAuthToken: data.DATABASE_AUTH_TOKEN,
    replicaPath: data.DATABASE_REPLICA_PATH && resolve(data.DATABASE_REPLICA_PATH),
    publicUrl: data.PUBLIC_URL,
    storefrontUrl: data.STOREFRONT_URL,
    corsOrigins: data.CORS_ORIGINS ?? (production ? [] : undefined),
    trustedProxies: data.TRUSTED_PROXIES ?? new BlockList(),
    tls: tlsFiles(data.TLS_CERT_FILE, data.TLS_KEY_FILE),
    redisUrl: data.REDIS_URL,
    smtpUrl: data.SMTP_URL,
    mailFrom: data.MAIL_FROM ?? { name: "Bodega", address: "shop@localhost" },
    lowStockEmail: data.LOW_STOCK_EMAIL,
    mailDir: join(resolve(data.DATA_DIR), "mail"),
    encryptionKeys: data.ENCRYPTION_KEYS ?? [],
    oauth: {
      google: oauthClient(data, "OAUTH_GOOGLE"),
      github: oauthClient(data, "OAUTH_GITHUB"),
      oidc: oidcClient(data),
    },
    s3: s3Bucket(data),
    mediaDir: join(resolve(data.DATA_DIR), "media"),
    paymentDeadline: data.PAYMENT_DEADLINE,
    paymentCapture: data.PAYMENT_CAPTURE,
    stripe: stripeAccount(data, production),
    taxCalculator: taxCalculator(data),
    seller: sellerOf(data),
    watchLimits: { inAll: data.WATCHERS_MAX, perWatcher: data.WATCHERS_MAX_EACH },
    drain: { delay: data.DRAIN_DELAY ?? (production ? 5 : 0), limit: data.DRAIN_LIMIT },
    staffNeedSecondFactor: data.STAFF_SECOND_FACTOR === "required",
    metricsToken: data.METRICS_TOKEN,
    metricsPort: metricsPort(data),
    tracing: data.OTEL_EXPORTER_OTLP_ENDPOINT
      ? {
          endpoint: data.OTEL_EXPORTER_OTLP_ENDPOINT,
          serviceName: data.OTEL_SERVICE_NAME,
          ratio: data.OTEL_TRACES_SAMPLER_ARG,
        }
      : undefined,
    fly: flyPlace(data),
    logLevel: data.LOG_LEVEL ?? (production ? "info" : "warn"),
    sampleData: data.BODEGA_SAMPLE_DATA ? data.BODEGA_SAMPLE_DATA === "true" : !production,
  };
}

/** On this machine alone unless somebody says more: whoever reaches that port reads them. */
function metricsPort({ METRICS_PORT: port, METRICS_HOST: host }: Variables): Env["metricsPort"] {
  if (port !== undefined) return { host: host ?? "127.0.0.1", port };
  if (host !== undefined) throw new StartError("METRICS_PORT: expected with METRICS_HOST");
  return undefined;
}

/** A file in another region than the primary would be another shop, of which nobody knows. */
function flyPlace({
  FLY_REGION: region,
  PRIMARY_REGION: primaryRegion = region,
  DATABASE_URL: url,
}: Variables): FlyPlace | undefined {
  if (region === undefined || primaryRegion === undefined) return undefined;
  if (region !== primaryRegion && (url === undefined || url.startsWith("file:"))) {
    throw new StartError("DATABASE_URL: expected a server's, since this is not the PRIMARY_REGION");
  }
  return { region, primaryRegion };
}

function tlsFiles(certFile: string | undefined, keyFile: string | undefined): Env["tls"] {
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  if (certFile !== undefined) throw new StartError("TLS_KEY_FILE: expected with TLS_CERT_FILE");
  if (keyFile !== undefined) throw new StartError("TLS_CERT_FILE: expected with TLS_KEY_FILE");
  return undefined;
}

function sellerOf({ SHOP_NAME: name, SHOP_ADDRESS: address, SHOP_VAT_ID: vatId }: Variables): Env["seller"] {
  if (name !== undefined && address !== undefined) return { name, address, vatId };
  if (name !== undefined) throw new StartError("SHOP_ADDRESS: expected with SHOP_NAME");
  if (address !== undefined || vatId !== undefined) {
    throw new StartError(`SHOP_NAME: expected with ${address ? "SHOP_ADDRESS" : "SHOP_VAT_ID"}`);
  }
  return undefined;
}

/** Real money is moved in production alone, and by Stripe itself. */
function stripeAccount(data: Variables, production: boolean): Env["stripe"] {
  const {
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRET: webhookSecrets,
    STRIPE_API_URL: apiUrl,
  } = data;
  if (secretKey === undefined) {
    if (webhookSecrets.length > 0)
      throw new StartError("STRIPE_SECRET_KEY: expected with STRIPE_WEBHOOK_SECRET");
    return undefined;
  }
  const live = /^[sr]k_live_/.test(secretKey);
  if (live && !production) throw new StartError("STRIPE_SECRET_KEY: a live key works in production alone");
  if (apiUrl !== undefined && production) throw new StartError("STRIPE_API_URL: not in production");
  return { secretKey, live, webhookSecrets, apiUrl };
}

function taxCalculator(data: Variables): Env["taxCalculator"] {
  const { TAX_CALCULATOR_URL: url, TAX_CALCULATOR_SECRET: secret } = data;
  if (url !== undefined && secret !== undefined) return { url, secret };
  if (url !== undefined) throw new StartError("TAX_CALCULATOR_SECRET: expected with TAX_CALCULATOR_URL");
  if (secret !== undefined) throw new StartError("TAX_CALCULATOR_URL: expected with TAX_CALCULATOR_SECRET");
  return undefined;
}

function oauthClient(
  data: Variables,
  prefix: "OAUTH_GOOGLE" | "OAUTH_GITHUB" | "OAUTH_OIDC",
): OAuthClient | undefined {
  const idName = `${prefix}_CLIENT_ID` as const;
  const secretName = `${prefix}_CLIENT_SECRET` as const;
  const clientId = data[idName];
  const clientSecret = data[secretName];
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  if (clientId !== undefined) throw new StartError(`${secretName}: expected with ${idName}`);
  if (clientSecret !== undefined) throw new StartError(`${idName}: expected with ${secretName}`);
  return undefined;
}

function oidcClient(data: Variables): Env["oauth"]["oidc"] {
  const client = oauthClient(data, "OAUTH_OIDC");
  const { OAUTH_OIDC_ISSUER: issuer, OAUTH_OIDC_LABEL: label } = data;
  if (issuer === undefined) {
    const other = client ? "OAUTH_OIDC_CLIENT_ID" : label && "OAUTH_OIDC_LABEL";
    if (other) throw new StartError(`OAUTH_OIDC_ISSUER: expected with ${other}`);
    return undefined;
  }
  if (!client) throw new StartError("OAUTH_OIDC_CLIENT_ID: expected with OAUTH_OIDC_ISSUER");
  return { ...client, issuer, label: label ?? new URL(issuer).host };
}

/** All of it or nothing: half of a storage would lose pictures. */
function s3Bucket(data: Variables): S3Bucket | undefined {
  const names = [
    "S3_ENDPOINT",
    "S3_BUCKET",
    "S3_REGION",
    "S3_ACCESS_KEY_ID",
    "S3_SECRET_ACCESS_KEY",
    "MEDIA_URL",
  ] as const;
  const given = names.find((name) => data[name] !== undefined);
  if (given === undefined) return undefined;
  const need = (name: (typeof names)[number]): string => {
    const value = data[name];
    if (value === undefined) throw new StartError(`${name}: expected with ${given}`);
    return value;
  };
  return {
    endpoint: need("S3_ENDPOINT"),
    bucket: need("S3_BUCKET"),
    region: need("S3_REGION"),
    accessKeyId: need("S3_ACCESS_KEY_ID"),
    secretAccessKey: need("S3_SECRET_ACCESS_KEY"),
    publicUrl: need("MEDIA_URL"),
  };
}
