import type { BunPlugin } from "bun";

/**
 * Writes the names in notices of licences without accents: Bun keeps the notices, and where a file of an executable has one
 * letter that ASCII lacks, every letter of it takes two bytes.
 */
export const plainNotices: BunPlugin = {
  name: "plain notices",
  setup(build) {
    build.onLoad({ filter: /\/node_modules\/otpauth\/.+\.js$/ }, async ({ path }) => {
      const text = await Bun.file(path).text();
      return { contents: text.replace(/^\/\/!.*$/gm, withoutAccents), loader: "js" };
    });
  },
};

const withoutAccents = (text: string) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "");
