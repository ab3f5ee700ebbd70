import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One folder for everything this test process writes, made when it is needed. */
let folder: string | undefined;
let count = 0;

/** A path that nobody else has, in a folder that goes with the tests. */
export function temporaryPath(name: string): string {
  folder ??= mkdtempSync(join(tmpdir(), "bodega-test-"));
  count += 1;
  return join(folder, `${count}-${name}`);
}

/** What the tests so far have written. */
export function removeTemporary(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  folder = undefined;
}
