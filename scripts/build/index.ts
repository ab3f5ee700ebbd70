import { rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { lateFiles } from "./late-files.ts";
import { latePackages } from "./late-packages.ts";
import { minify } from "./minify.ts";
import { nativePackages } from "./native-packages.ts";
import { nativeSpread } from "./native-spread.ts";
import { plainNotices } from "./plain-notices.ts";

const root = resolve(import.meta.dirname, "../..");

/** The one executable: server and commands, migrations, fonts, the sample catalogue, and what is native of libSQL and sharp. */
export const executable = join(root, "dist/bodega");

/** How many times as often as usual code has to run before it is compiled to machine code, until a command is loaded. */
const jitPolicy = 8;

/**
 * Builds it, for machines like this one.
 *
 * Compiled to bytecode it starts in half of the time; functions within functions are compiled when they are called, which
 * saves 3 MB. Split, so that what comes in late is not read at the start.
 */
export async function buildExecutable(): Promise<void> {
  const folder = join(root, "dist/packed");
  const packing = [nativePackages(folder), latePackages(folder), lateFiles(folder), nativeSpread()];
  const plugins = [...(await Promise.all(packing)), plainNotices];
  const unfinished = `${executable}.${process.pid}.unfinished`;
  try {
    await Bun.build({
      entrypoints: [join(root, "server/bodega.ts")],
      compile: { outfile: unfinished, jitPolicy },
      target: "bun",
      format: "esm",
      bytecode: true,
      bytecodeDepth: 1,
      splitting: true,
      minify,
      // Bun would write in the folder that a CommonJS module had on the machine that built it.
      define: { __dirname: "import.meta.dirname", __filename: "import.meta.filename" },
      plugins,
    });
    if (Buffer.from(await Bun.file(unfinished).bytes()).includes(root)) {
      throw new Error("The executable names a folder of this machine");
    }
    await rename(unfinished, executable);
  } finally {
    await rm(unfinished, { force: true });
  }
}

if (import.meta.main) {
  await buildExecutable();
  console.log(`${executable} ${(Bun.file(executable).size / 1e6).toFixed(1)} MB`);
}
