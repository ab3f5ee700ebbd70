import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { MediaStore } from "../../core/ports.ts";

/** Nothing that leads out of the folder, or to a file that is still being written. */
const keyForm = /^[a-z0-9-]{2,100}\.[a-z0-9]{1,10}$/;

/** Keeps files in a folder, in subfolders by the beginning of their keys, and has this server answer with them. */
export function createDiskStore(folder: string): MediaStore {
  const pathOf = (key: string) => join(folder, key.slice(0, 2), key);
  return {
    async put(key, bytes) {
      if (!keyForm.test(key)) throw new Error("This is no key of a file");
      const path = pathOf(key);
      if (await Bun.file(path).exists()) return;
      await mkdir(dirname(path), { recursive: true });
      await writeWhole(path, bytes);
    },
    async remove(key) {
      if (!keyForm.test(key)) throw new Error("This is no key of a file");
      await rm(pathOf(key), { force: true });
    },
    url: (key) => `/media/${key}`,
    async get(key) {
      if (!keyForm.test(key)) return undefined;
      const file = Bun.file(pathOf(key));
      return (await file.exists()) ? file : undefined;
    },
  };
}

/** Under its own name a file is there whole or not at all, after a power cut too. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    const file = await open(unfinished, "wx");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
