import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unpack } from "./unpack.ts";

interface PackedFile {
  /** Its path in the folder that it is unpacked into. */
  name: string;
  packed: string;
}

/**
 * What the first of these native libraries exports. The system loads libraries from files alone: they are written to a
 * folder that only we can read, and gone again once they are loaded. @throws Error with what would help
 */
export function loadLibrary(files: readonly [PackedFile, ...PackedFile[]]): unknown {
  const folder = mkdtempSync(join(tmpdir(), "bodega-"));
  try {
    for (const { name, packed } of files) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, unpack(packed));
    }
    const loaded = { exports: {} };
    process.dlopen(loaded, join(folder, files[0].name));
    return loaded.exports;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${why}. If nothing may run from ${tmpdir()}, set TMPDIR to a folder of another disk`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
