import type { BunPlugin } from "bun";

const helper = /function _objectSpread2\(e\) \{[\s\S]*?\n\}/;

/** Hoisted, as what it replaces. */
const native = "function _objectSpread2(...objects) { return Object.assign(...objects); }";

/**
 * Has tRPC copy objects as the engine does. It is published for engines that cannot, with a helper that makes an object to
 * describe each property, many times a call: a tenth of what a product costs.
 */
export const nativeSpread: BunPlugin = {
  name: "native spread",
  setup(build) {
    build.onLoad({ filter: /\/@trpc\/server\/dist\/.+\.mjs$/ }, async ({ path }) => {
      const text = await Bun.file(path).text();
      return { contents: text.replace(helper, native), loader: "js" };
    });
  },
};
