import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");

/**
 * The built server: one file, with the fonts of invoices. It needs beside it the native package `libsql` and, to take
 * pictures, `sharp`, and to print invoices `pdfkit`.
 */
export const builtServer = join(root, "dist/server/index.js");

/** Bundles the server, its migrations and its texts. Not minified: that starts no sooner and blurs the stacks in the log. */
export async function buildServer(): Promise<void> {
  const { outputs } = await Bun.build({
    entrypoints: [join(root, "server/index.ts")],
    outdir: join(root, "dist/server"),
    target: "bun",
    external: ["libsql", "sharp", "pdfkit"],
    // Bun would write in the folder that a CommonJS module had on the machine that built it.
    define: { __dirname: "import.meta.dirname", __filename: "import.meta.filename" },
  });
  for (const output of outputs) {
    if ((await output.text()).includes(root))
      throw new Error(`${output.path} names a folder of this machine`);
  }
}

if (import.meta.main) {
  await buildServer();
  console.log(`${builtServer} ${Math.round(Bun.file(builtServer).size / 1024)} KB`);
}
