import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { temporaryPath } from "./temporary.ts";

export interface SmallDisk {
  folder: string;
  /** Leaves no byte on it. */
  fill(): void;
  /** Gives back what `fill` took. */
  empty(): void;
  remove(): void;
}

const chunk = Buffer.alloc(64 * 1024);

/** A file system of so many megabytes; undefined where this user may not mount one. */
export function newSmallDisk(megabytes: number): SmallDisk | undefined {
  const folder = temporaryPath("disk");
  mkdirSync(folder);
  if (!run("mount", "-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder)) return undefined;
  const ballast = join(folder, "ballast");
  return {
    folder,
    fill() {
      const file = openSync(ballast, "w");
      try {
        for (;;) writeSync(file, chunk);
      } catch {
        // full, which was the aim
      } finally {
        closeSync(file);
      }
    },
    empty: () => rmSync(ballast),
    // The native package keeps a closed file open until its statements are collected.
    remove: () => void run("umount", "--lazy", folder),
  };
}

function run(...command: string[]): boolean {
  try {
    return Bun.spawnSync(command).success;
  } catch {
    return false; // there is no such command
  }
}
