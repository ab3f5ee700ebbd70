import { createRequire } from "node:module";
import { constants, runInThisContext } from "node:vm";
import { unpack } from "./unpack.ts";

/** All that a package exports which `latePackages` packed. */
export function loadPackage(name: string, packed: string): Record<string, unknown> {
  const module = { exports: { all: {} } };
  const run = runInThisContext(unpack(packed).toString(), {
    filename: name,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER, // Node's own modules alone are left to import
  });
  run(module.exports, createRequire(import.meta.url), module);
  return module.exports.all;
}
