import { existsSync, rmSync, statSync } from "node:fs";

/** How far it is synced: of sqld's protocol and of Turso's. */
const indexes = ["-client_wal_index", "-info"];
const logs = ["-wal", "-shm"];

/** Whether only one is there of the copy and the note of how far it is synced, of which each is nothing alone. */
export function isHalf(path: string): boolean {
  return existsSync(path) !== indexes.some((ending) => existsSync(`${path}${ending}`));
}

/** Nobody may have it open: SQLite would remove the log of the one that follows. */
export function removeReplica(path: string): void {
  for (const ending of ["", ...logs, ...indexes]) rmSync(`${path}${ending}`, { force: true });
}

/** In milliseconds since 1970: when something was last written to it. */
export function lastWrite(path: string): number {
  const times = [path, `${path}-wal`].map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.max(...times);
}
