import { expect, test } from "bun:test";
import { resolve } from "node:path";
import { loadEnv } from "../../server/env.ts";

test("with nothing set it is a shop on this machine with a sample catalogue", () => {
  expect(loadEnv({})).toEqual({
    production: false,
    port: 3000,
    host: "127.0.0.1",
    databaseUrl: `file:${resolve("data/bodega.db")}`,
    databaseAuthToken: undefined,
    publicUrl: undefined,
    corsOrigins: undefined,
    logLevel: "warn",
    sampleData: true,
  });
});

test("production listens on every address, lets no foreign page in and starts without samples", () => {
  const env = loadEnv({ NODE_ENV: "production" });
  expect(env).toMatchObject({ host: "0.0.0.0", corsOrigins: [], logLevel: "info", sampleData: false });
});

test("a variable set to nothing counts as not set", () => {
  expect(loadEnv({ PORT: "", DATABASE_URL: "" }).port).toBe(3000);
});

test("origins are read as origins, whatever follows them", () => {
  const env = loadEnv({ CORS_ORIGINS: "https://a.example/, http://b.example:8080/x" });
  expect(env.corsOrigins).toEqual(["https://a.example", "http://b.example:8080"]);
});

test.each([
  ["PORT", "abc"],
  ["PORT", "70000"],
  ["NODE_ENV", "staging"],
  ["DATABASE_URL", "postgres://user:hunter2@db"],
  ["CORS_ORIGINS", "*"],
  ["PUBLIC_URL", "my-store"],
  ["LOG_LEVEL", "loud"],
  ["BODEGA_SAMPLE_DATA", "yes"],
])("%s=%s is refused by name, without repeating the value", (name, value) => {
  expect(() => loadEnv({ [name]: value })).toThrow(new RegExp(`^${name}: `));
  expect(() => loadEnv({ [name]: value })).not.toThrow(value);
});

test("every wrong variable is named at once", () => {
  expect(() => loadEnv({ PORT: "x", LOG_LEVEL: "y" })).toThrow(/PORT: .*; LOG_LEVEL: /);
});
