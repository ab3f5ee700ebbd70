import { join, resolve } from "node:path";
import type { BunPlugin } from "bun";
import { loadPackage } from "./load-package.ts";
import { minify } from "./minify.ts";
import { pack } from "./pack.ts";

const root = resolve(import.meta.dir, "../..");

/** What comes in with the first invoice, mail or password, and only in shops that have Stripe or Redis. */
const packages = [
  "@zxcvbn-ts/core",
  "@zxcvbn-ts/language-common",
  "@zxcvbn-ts/language-en",
  "ioredis",
  "nodemailer",
  "pdfkit",
  "stripe",
];

/**
 * Puts packages into an executable that few starts load: each bundled by itself and compressed, which takes a tenth of what
 * its text and its bytecode would. They are read when they are first imported.
 */
export async function latePackages(folder: string): Promise<BunPlugin> {
  const loading = async (name: string) => {
    const packed = await pack(await bundle(name), `${name}.js`, folder);
    return [name, loadingModule(name, packed)] as const;
  };
  const modules = new Map(await Promise.all(packages.map(loading)));
  return {
    name: "late packages",
    setup(build) {
      build.onResolve({ filter: new RegExp(`^(${packages.join("|")})$`) }, ({ path }) => ({
        path,
        namespace: "late",
      }));
      build.onLoad({ filter: /./, namespace: "late" }, ({ path }) => ({
        contents: modules.get(path) ?? "",
        loader: "js",
      }));
    },
  };
}

/** What Bun would write in otherwise is where the package is on the machine that builds. */
const nowhere = { __dirname: '"/"', __filename: '"/"', "import.meta.url": '"file:///"' };

/** One function of what a CommonJS module has, that exports what the package does. */
async function bundle(name: string) {
  const entry = join(import.meta.dir, "late.js");
  const { outputs } = await Bun.build({
    entrypoints: [entry],
    files: { [entry]: `import * as all from ${JSON.stringify(name)}; export { all };` },
    target: "bun",
    format: "cjs",
    minify,
    define: nowhere,
  });
  const [output, ...others] = outputs;
  if (!output || others.length > 0) throw new Error(`${name} is more than one file`);
  const text = await output.text();
  if (text.includes(root)) throw new Error(`${name} names a folder of this machine`);
  return Buffer.from(text);
}

function loadingModule(name: string, packed: string): string {
  const names = Object.keys(loadPackage(name, packed));
  const exported = names.map((each) =>
    each === "default" ? "export default loaded.default;" : `export const ${each} = loaded.${each};`,
  );
  return `import { loadPackage } from ${JSON.stringify(join(import.meta.dir, "load-package.ts"))};
import packed from ${JSON.stringify(packed)} with { type: "file" };
const loaded = loadPackage(${JSON.stringify(name)}, packed);
${exported.join("\n")}
`;
}
