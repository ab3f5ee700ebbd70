import { join } from "node:path";
import { gzipSync } from "bun";
import { build } from "esbuild";
import { atMost, type Check } from "./check.ts";

const dist = join(import.meta.dir, "../../dist");

/** A bundle of a frontend's, with nothing in it but what it takes of the package. */
interface Bundle {
  name: string;
  code: string;
  /** In kilobytes of a thousand bytes, minified and compressed. */
  limit: number;
}

const bundles: readonly Bundle[] = [
  { name: "all of the main entry", code: `export * from "./index.js";`, limit: 6 },
  { name: "a client", code: `export { createClient, isShopError } from "./index.js";`, limit: 5 },
  { name: "the error guard", code: `export { isShopError } from "./index.js";`, limit: 0.5 },
  { name: "the options of TanStack Query", code: `export * from "./react.js";`, limit: 1 },
  { name: "a schema, without zod", code: `export { cartAddLineInput } from "./schemas.js";`, limit: 0.5 },
];

/** How large the package is in a frontend's bundle. */
export const bundleSizes: Check = {
  name: "bundle-sizes",
  async run(workshop) {
    await workshop.tarball(); // which builds it
    return Promise.all(
      bundles.map(async ({ name, code, limit }) => atMost(limit, await sizeOf(code), `KB of ${name}`)),
    );
  },
};

async function sizeOf(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: dist },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    external: ["zod"],
    write: false,
  });
  const code = outputFiles.map(({ contents }) => gzipSync(contents.slice(), { level: 9 }));
  return code.reduce((sum, { length }) => sum + length, 0) / 1000;
}
