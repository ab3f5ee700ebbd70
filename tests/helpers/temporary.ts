import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One folder for everything this test process writes, removed when it ends. */
export const temporaryFolder = mkdtempSync(join(tmpdir(), "bodega-test-"));

process.on("exit", () => rmSync(temporaryFolder, { recursive: true, force: true }));

let count = 0;

/** A path in it that nobody else has. */
export function temporaryPath(name: string): string {
  count += 1;
  return join(temporaryFolder, `${count}-${name}`);
}
