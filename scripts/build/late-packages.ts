import { join, resolve } from "node:path";
import type { BunPlugin } from "bun";
import { loadPackage } from "./load-package.ts";
import { minify } from "./minify.ts";
import { pack } from "./pack.ts";

const root = resolve(import.meta.dir, "../..");

/** What comes in with the first password, mail or invoice, and where a shop has Stripe, metrics or traces. */
const packages = [
  "@zxcvbn-ts/core",
  "@zxcvbn-ts/language-common",
  "@zxcvbn-ts/language-en",
  "@opentelemetry/exporter-trace-otlp-http",
  "nodemailer",
  "pdfkit",
  "prom-client",
  "stripe",
];

/**
 * Puts packages that few starts load into an executable, each bundled by itself and compressed: an eighth of what their text
 * and bytecode take otherwise. They are unpacked and compiled when they are first imported.
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
      for (const [name, contents] of modules) {
        const filter = new RegExp(`^${name}$`);
        build.onResolve({ filter }, () => ({ path: name, namespace: "late" }));
        build.onLoad({ filter, namespace: "late" }, () => ({ contents, loader: "js" }));
      }
    },
  };
}

/** Instead of where the package is on the machine that builds. */
const nowhere = { __dirname: '"/"', __filename: '"/"', "import.meta.url": '"file:///"' };

/** A package as one CommonJS module, as `loadPackage` takes it. */
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

/** A module that exports what the package does, which is loaded once to know. */
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
