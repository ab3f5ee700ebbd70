import { dirname, join } from "node:path";
import type { BunPlugin } from "bun";

const helper = /function _objectSpread2\(e\) \{[\s\S]*?\n\}/;

const native = `function _objectSpread2(first, ...others) {
  let all = first;
  for (const each of others) all = { ...all, ...each };
  return all;
}`;

/**
 * Has tRPC copy objects as the engine does. It is published for engines that cannot, with a helper that makes an object to
 * describe each property, many times a call: a tenth of what a product costs.
 */
export async function nativeSpread(): Promise<BunPlugin> {
  const folder = join(dirname(Bun.resolveSync("@trpc/server/package.json", import.meta.dir)), "dist");
  const found = new Map<string, string>();
  for await (const file of new Bun.Glob("*.mjs").scan({ cwd: folder, absolute: true })) {
    const text = await Bun.file(file).text();
    if (helper.test(text)) found.set(file, text.replace(helper, native));
  }
  if (found.size === 0) throw new Error("tRPC no longer copies objects by a helper of this kind");
  return {
    name: "native spread",
    setup(build) {
      build.onLoad({ filter: /\/@trpc\/server\/dist\/.+\.mjs$/ }, ({ path }) => {
        const contents = found.get(path);
        return contents === undefined ? undefined : { contents, loader: "js" };
      });
    },
  };
}
