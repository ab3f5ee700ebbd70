// What a developer has set for their own shop must not reach the shops of the tests.
for (const name of [
  "PORT",
  "HOST",
  "DATA_DIR",
  "DATABASE_URL",
  "DATABASE_AUTH_TOKEN",
  "PUBLIC_URL",
  "CORS_ORIGINS",
  "TRUSTED_PROXIES",
  "TLS_CERT_FILE",
  "TLS_KEY_FILE",
  "LOG_LEVEL",
  "SMTP_URL",
  "MAIL_FROM",
  "TLS_CERT_FILE",
  "TLS_KEY_FILE",
  "TRUSTED_PROXIES",
  "BODEGA_SAMPLE_DATA",
]) {
  delete process.env[name];
}
