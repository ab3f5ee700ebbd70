import { join, relative } from "node:path";
import { Glob } from "bun";
import { build, type Plugin } from "esbuild";
import { procedures } from "../../server/trpc/root.ts";
import { markPure } from "./mark-pure.ts";

const root = join(import.meta.dir, "../..");

interface Named {
  /** The procedure's path. */
  path: string;
  /** What the package exports it as: `cartAddLineInput` for `cart.addLine`. */
  name: string;
  /** Where the server has it. */
  file: string;
  export: string;
}

/**
 * The server's own schemas of what procedures take, cut out of it with all that they need but zod. Each can be dropped
 * by whoever bundles them further. @throws Error where one would bring more of the server along
 */
export async function bundleSchemas(): Promise<{ code: string; types: string }> {
  const schemas = await nameSchemas();
  const entry = schemas.map(
    ({ name, file, ...from }) => `export { ${from.export} as ${name} } from "${file}";`,
  );
  const whole = await bundle(entry.join("\n"));
  return { code: await bundle(markPure(whole)), types: declare(schemas) };
}

/** Once more after it was marked, and what no input needs is gone. */
async function bundle(contents: string): Promise<string> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    format: "esm",
    target: "es2022",
    plugins: [oneZod],
    metafile: true,
    write: false,
  });
  const foreign = Object.values(metafile.inputs).flatMap(({ imports }) =>
    imports.filter(({ external, path }) => external && path !== "zod").map(({ path }) => path),
  );
  if (foreign.length > 0) throw new Error(`The schemas need ${foreign.join(", ")}, which no frontend has`);
  return outputFiles.map(({ text }) => text).join("");
}

/** Left out, and imported by one line instead of one for each file that does. */
const oneZod: Plugin = {
  name: "one zod",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^zod$/ }, ({ namespace }) =>
      namespace === "zod" ? { path: "zod", external: true } : { path: "zod", namespace: "zod" },
    );
    onLoad({ filter: /^zod$/, namespace: "zod" }, () => ({ contents: 'export { z } from "zod";' }));
  },
};

function declare(schemas: readonly Named[]): string {
  const lines = schemas.flatMap(({ path, name }) => [
    `/** What \`${path}\` takes. */`,
    `export declare const ${name}: Schema<"${path}">;`,
  ]);
  return [
    'import type { ZodType } from "zod";',
    'import type { Input, Path } from "./paths.js";',
    "type Schema<Procedure extends Path> = ZodType<Input<Procedure>, Input<Procedure>>;",
    ...lines,
    "",
  ].join("\n");
}

async function nameSchemas(): Promise<Named[]> {
  const exported = await findExports();
  return Object.entries(procedures).flatMap(([path, { _def }]) => {
    const { inputs } = _def as unknown as { inputs: unknown[] }; // Sound: tRPC keeps them so, its type hides it
    return inputs.map((input) => {
      const found = exported.get(input);
      if (!found) throw new Error(`What ${path} takes is exported by no schema file`);
      return { path, name: `${camelCased(path)}Input`, ...found };
    });
  });
}

/** Where each value of the server's schema files is exported. */
async function findExports(): Promise<Map<unknown, { file: string; export: string }>> {
  const exported = new Map<unknown, { file: string; export: string }>();
  for (const file of new Glob("server/modules/**/*schema.ts").scanSync({ cwd: root, absolute: true })) {
    const module: object = await import(file);
    for (const [name, value] of Object.entries(module)) {
      exported.set(value, { file: `./${relative(root, file)}`, export: name });
    }
  }
  return exported;
}

const camelCased = (path: string) => path.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
