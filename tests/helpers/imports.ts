import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Glob } from "bun";

const root = new URL("../..", import.meta.url).pathname;

export interface Import {
  /** A file of the project from its root (`server/core/money.ts`), or a package (`zod`, `node:path`). */
  target: string;
  /** Gone when the code runs. */
  typeOnly: boolean;
}

/** Every TypeScript file of the product from the project's root, with what it imports. */
export function readImports(): Map<string, Import[]> {
  const files = new Map<string, Import[]>();
  for (const folder of ["server", "db", "client-sdk/src", "testing"]) {
    for (const name of new Glob(`${folder}/**/*.ts`).scanSync(root)) {
      if (!name.endsWith(".d.ts") || name.startsWith("testing/")) files.set(name, importsOf(name));
    }
  }
  return files;
}

export function readSource(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

function importsOf(file: string): Import[] {
  const statements = readSource(file).matchAll(
    /^(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm,
  );
  return [...statements].map(([, type, specifier = ""]) => ({
    target: specifier.startsWith(".")
      ? relative(root, join(root, dirname(file), specifier))
      : packageOf(specifier),
    typeOnly: type !== undefined,
  }));
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
