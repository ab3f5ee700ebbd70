// What a developer has set for their own shop must not reach the shops of the tests.
for (const name of [
  "PORT",
  "HOST",
  "DATA_DIR",
  "DATABASE_URL",
  "DATABASE_AUTH_TOKEN",
  "PUBLIC_URL",
  "CORS_ORIGINS",
  "LOG_LEVEL",
  "BODEGA_SAMPLE_DATA",
]) {
  delete process.env[name];
}
