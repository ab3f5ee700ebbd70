import { rm } from "node:fs/promises";
import { join } from "node:path";
import { $ } from "bun";
import { bundleSchemas } from "./bundle-schemas.ts";

/** Compiles the package into `dist`. */
const root = join(import.meta.dir, "../..");

await rm(join(root, "client-sdk/dist"), { recursive: true, force: true });
await $`node_modules/.bin/tsc -p client-sdk/tsconfig.build.json`.cwd(root);

const { code, types } = await bundleSchemas();
await Bun.write(join(root, "client-sdk/dist/schemas.js"), code);
await Bun.write(join(root, "client-sdk/dist/schemas.d.ts"), types);
