import { afterAll } from "bun:test";
import { putDatabasesElsewhere } from "../../testing/database.ts";
import { closeTestShops } from "../../testing/open-shops.ts";
import { sharedServer } from "./shared-server.ts";
import { removeTemporary } from "./temporary.ts";

if (sharedServer) {
  const { fork, templateUrl } = sharedServer;
  putDatabasesElsewhere(() => fork(templateUrl));
}

// Test processes end without an event: this is called once a process, or after each file where several share one.
afterAll(async () => {
  await closeTestShops();
  removeTemporary();
  await sharedServer?.removeForks();
});

// What a developer has set for their own shop must not reach the shops of the tests.
for (const name of [
  "PORT",
  "HOST",
  "DATA_DIR",
  "DATABASE_URL",
  "DATABASE_AUTH_TOKEN",
  "PUBLIC_URL",
  "STOREFRONT_URL",
  "CORS_ORIGINS",
  "TRUSTED_PROXIES",
  "TLS_CERT_FILE",
  "TLS_KEY_FILE",
  "LOG_LEVEL",
  "SMTP_URL",
  "MAIL_FROM",
  "S3_ENDPOINT",
  "S3_BUCKET",
  "S3_REGION",
  "S3_ACCESS_KEY_ID",
  "S3_SECRET_ACCESS_KEY",
  "S3_SESSION_TOKEN",
  "AWS_SESSION_TOKEN",
  "MEDIA_URL",
  "PAYMENT_CAPTURE",
  "PAYMENT_DEADLINE",
  "STRIPE_API_URL",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
  "TLS_CERT_FILE",
  "TLS_KEY_FILE",
  "TRUSTED_PROXIES",
  "DRAIN_DELAY",
  "DRAIN_LIMIT",
  "BODEGA_SAMPLE_DATA",
]) {
  delete process.env[name];
}
