import { join } from "node:path";
import { generateContract } from "./generator/generate-contract.ts";
import { ourConventions } from "./our-conventions.ts";

const root = join(import.meta.dir, "../..");

export const contractPath = join(root, "client-sdk/src/generated/contract.ts");

/** The contract that the server's router has now. @throws Error that names whatever has no type to rely on */
export function generateOurContract(): Promise<string> {
  return generateContract({
    router: { file: join(root, "server/trpc/root.ts"), name: "appRouter" },
    errors: { file: join(root, "server/core/errors.ts"), name: "ErrorData" },
    tsconfig: join(root, "tsconfig.json"),
    banner: "Generated from the server's router by `bun run sdk:generate`; edits are lost.",
    conventions: ourConventions,
  });
}

if (import.meta.main) await Bun.write(contractPath, await generateOurContract());
