import { cpSync, mkdirSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";

const root = new URL("../..", import.meta.url).pathname;

/** What the guide shows, and the storefront in `project` runs. */
export const shownTest = join(root, "tests/fixtures/tested-storefront/basket-test.ts");

/**
 * Puts the fixture's storefront, with its tests, into a project that has the client. It has Bodega by a link, as a package
 * manager gives one member of a workspace to another; its test file gets the name that `bun test` looks for only here.
 */
export function copyTestedStorefront(project: string): string {
  const folder = join(project, "tested-storefront");
  cpSync(join(root, "tests/fixtures/tested-storefront"), folder, { recursive: true });
  renameSync(join(folder, "basket-test.ts"), join(folder, "basket.test.ts"));
  mkdirSync(join(folder, "node_modules"));
  for (const [name, target] of [
    ["bodega", root],
    ["bun-types", join(root, "node_modules/bun-types")],
  ] as const) {
    symlinkSync(target, join(folder, "node_modules", name));
  }
  return folder;
}
