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

/** Writes the contract, or with `--check` says whether it is what it would write. */
if (import.meta.main) {
  const contract = await generateOurContract();
  if (!process.argv.includes("--check")) {
    await Bun.write(contractPath, contract);
  } else if ((await Bun.file(contractPath).text()) !== contract) {
    console.error("The contract is behind the router: bun run sdk:generate");
    process.exit(1);
  }
}
