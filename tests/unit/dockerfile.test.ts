import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import manifest from "../../package.json";
import { Context } from "../../scripts/dockerfile/context.ts";
import { readStages } from "../../scripts/dockerfile/read-stages.ts";
import { loadEnv } from "../../server/env.ts";

const root = resolve(import.meta.dirname, "../..");
const stages = readStages(readFileSync(join(root, "Dockerfile"), "utf8"));
const context = new Context(root);

function saidLast(keyword: "USER" | "EXPOSE" | "STOPSIGNAL"): string | undefined {
  const step = stages.at(-1)?.steps.findLast((each) => each.keyword === keyword);
  return step && "value" in step ? step.value : undefined;
}

describe("the image", () => {
  test("is built by the bun that the project asks for, of what its .dockerignore lets through", () => {
    const version = manifest.engines.bun.replace(">=", "");
    expect(stages.map(({ image }) => image)).toEqual([`oven/bun:${version}-slim`, "debian:bookworm-slim"]);
    const sources = stages.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.keyword === "COPY" && step.from === undefined ? step.sources : [])),
    );
    expect(sources.length).toBeGreaterThan(5);
    for (const source of sources) expect(context.filesOf(source).length).toBeGreaterThan(0);
  });

  test("runs the server itself, as nobody of importance, and stops it as the server expects", () => {
    expect(stages.at(-1)?.steps.at(-1)).toEqual({ keyword: "CMD", words: ["bodega", "serve"] });
    expect(saidLast("USER")).toBe("bodega");
    expect(saidLast("STOPSIGNAL")).toBe("SIGTERM");
  });

  test("sets variables that the server knows, and shows the port that it listens on", () => {
    const set = stages.at(-1)?.steps.flatMap((step) => (step.keyword === "ENV" ? [step.variables] : []));
    expect(set).toEqual([{ NODE_ENV: "production", DATA_DIR: "/data" }]);
    const env = loadEnv(set?.[0]);
    expect(env).toMatchObject({ production: true, databaseUrl: "file:/data/bodega.db" });
    expect(saidLast("EXPOSE")).toBe(String(env.port));
  });

  test.each([".git/config", "README.md", "data/bodega.db", ".env", "node_modules/zod/package.json"])(
    "has nothing of %s",
    (path) => {
      expect(context.ignores(path)).toBe(true);
    },
  );
});

test.each([
  ["FROM a\nADD https://example.com /x", "ADD"],
  ["FROM a\nCOPY --chown=1 a b", "COPY"],
  ["FROM a\nCMD bodega serve", "signal"],
  ["FROM a\nUSER one two", "USER"],
  ["RUN true", "RUN"],
])("what is not known how to do is refused: %j", (text, word) => {
  expect(() => readStages(text)).toThrow(word);
});
