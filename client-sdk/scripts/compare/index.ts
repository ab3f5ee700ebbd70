import { parseArgs } from "node:util";
import { compareWithReleased, keepAsReleased } from "./compare-with-released.ts";

const help = `Says what the contract changes for those who use the released one, and which version may bring that.

  bun run sdk:compare              fails where the package's version is too low for it
  bun run sdk:compare --release    keeps the contract as that of the package's version
`;

if (import.meta.main) {
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({ options: { release: flag, help: flag } });
  if (values.help) {
    console.log(help);
  } else if (values.release) {
    await keepAsReleased();
  } else {
    const { text, ok } = await compareWithReleased();
    console.log(text);
    process.exit(ok ? 0 : 1);
  }
}
