import { join } from "node:path";
import { $ } from "bun";
import { procedures } from "../../server/trpc/root.ts";
import { printContract } from "./contract.ts";
import { extractInterfaces } from "./error-types.ts";

const root = join(import.meta.dir, "../..");

export const contractPath = join(root, "client-sdk/src/generated/contract.ts");

/** The contract that the server's router has now. @throws Error that names whatever has no type to rely on */
export async function generateContract(): Promise<string> {
  const errors = await Bun.file(join(root, "server/core/errors.ts")).text();
  return format(printContract({ procedures, errorTypes: extractInterfaces(errors) }));
}

async function format(source: string): Promise<string> {
  // The path only tells the language.
  const formatting = $`node_modules/.bin/biome format --stdin-file-path=contract.ts < ${new Response(source)}`;
  return await formatting.cwd(root).text();
}

if (import.meta.main) await Bun.write(contractPath, await generateContract());
