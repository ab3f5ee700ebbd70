import { existsSync, rmSync } from "node:fs";
import { chmod, link, mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { StartError } from "../core/start-error.ts";

/** What SQLite keeps beside a database while it is open: without it, what was written last is lost. */
export const logsOf = (path: string) => ["-wal", "-journal"].map((ending) => `${path}${ending}`);

/**
 * Makes a database file of that name which is there whole or not at all: `make` writes and checks it in a folder beside,
 * where nobody takes it for one, and what others have written there by then is not overwritten.
 * @returns what `make` does
 * @throws StartError when there is one already
 */
export async function makeWhole<Made>(
  path: string,
  make: (unfinished: string) => Promise<Made>,
): Promise<Made> {
  const found = [path, ...logsOf(path)].find((each) => existsSync(each));
  if (found !== undefined) throw new StartError(`There is already a file ${found}, which is left as it is`);
  const folder = `${path}.${process.pid}.unfinished`;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.on("exit", remove);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  try {
    await mkdir(dirname(path), { recursive: true });
    await mkdir(folder, { mode: 0o700 });
    const unfinished = join(folder, "store.db");
    const made = await make(unfinished);
    await chmod(unfinished, 0o600); // it holds what the shop knows of its customers
    await flush(unfinished);
    await link(unfinished, path);
    await flush(dirname(path));
    return made;
  } finally {
    remove();
  }
}

/** To the disk: a name must not survive a power cut that what it names does not. */
async function flush(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
