import type { BunPlugin } from "bun";
import { pack } from "./pack.ts";

/** What `readBundled` reads. */
const files = [
  "dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf",
  "dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf",
  "swagger-ui-dist/swagger-ui-bundle.js",
  "swagger-ui-dist/swagger-ui.css",
];

/** Puts files into an executable, compressed. */
export async function lateFiles(folder: string): Promise<BunPlugin> {
  const packing = async (file: string) => {
    const bytes = await Bun.file(Bun.resolveSync(file, import.meta.dir)).bytes();
    return [file, await pack(bytes, file, folder)] as const;
  };
  const packed = new Map(await Promise.all(files.map(packing)));
  return {
    name: "late files",
    setup(build) {
      for (const [file, path] of packed) {
        build.onResolve({ filter: new RegExp(`^${file}$`) }, () => ({ path }));
      }
    },
  };
}
