import { parseArgs } from "node:util";
import { checkOurMigrations, keepAsReleased } from "./released.ts";

const help = `Says which of the migrations since the last release its servers could not bear beside ours.

  bun run db:check              fails where there is one
  bun run db:check --release    keeps the migrations as those of package.json's version
`;

const flag = { type: "boolean", default: false } as const;
const { values } = parseArgs({ options: { release: flag, help: flag } });
if (values.help) {
  console.log(help);
} else if (values.release) {
  await keepAsReleased();
} else {
  const { text, ok } = await checkOurMigrations();
  console.log(text);
  process.exit(ok ? 0 : 1);
}
