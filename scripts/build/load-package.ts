import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import { unpack } from "./unpack.ts";

/** What a packed package exports. */
export function loadPackage(name: string, packed: string): Record<string, unknown> {
  const module = { exports: { all: {} } };
  const run = runInThisContext(unpack(packed).toString(), { filename: name });
  run(module.exports, createRequire(import.meta.url), module);
  return module.exports.all;
}
