import { join } from "node:path";
import { runCommand } from "./run-command.ts";
import type { Compiler, Resolution } from "./tools.ts";
import type { Workshop } from "./workshop.ts";

interface Compilation {
  compiler: Compiler;
  resolution: Resolution;
  files: readonly string[];
  /** Whether the declarations of its packages, and of the platform, are checked too. */
  declarations: boolean;
}

/** Type-checks files of the consumer, and gives what the compiler said. */
export async function compile(
  workshop: Workshop,
  { compiler, resolution, files, declarations }: Compilation,
  ...flags: string[]
): Promise<{ ok: boolean; text: string }> {
  const folder = await workshop.consumer();
  const config = join(folder, `tsconfig.${compiler}.${resolution}.${files.join("-")}.json`);
  const compilerOptions = {
    target: "ES2022",
    lib: ["ES2022", "DOM"],
    types: [],
    module: resolution === "nodenext" ? "nodenext" : "esnext",
    moduleResolution: resolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    skipLibCheck: !declarations,
  };
  await Bun.write(config, JSON.stringify({ compilerOptions, files }));
  const tsc = join(folder, `node_modules/typescript-${compiler}/bin/tsc`);
  return runCommand(["node", tsc, "-p", config, ...flags], folder);
}
