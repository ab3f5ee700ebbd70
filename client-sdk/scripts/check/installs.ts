import { join } from "node:path";
import type { Check } from "./check.ts";
import { runCommand } from "./run-command.ts";

/** Every package manager installs the tarball, and none has anything to say about it. */
export const installs: Check = {
  name: "installs",
  async run(workshop) {
    const client = { "@bodega/client": `file:${await workshop.tarball()}` };
    const pnpm = join(await workshop.consumer(), "node_modules/.bin/pnpm");
    const commands = {
      npm: ["npm", "install", "--no-audit", "--no-fund"],
      bun: ["bun", "install"],
      pnpm: [pnpm, "install"],
    };
    const findings = [];
    for (const [name, command] of Object.entries(commands)) {
      const folder = await workshop.project(`with-${name}`, client);
      const { ok, text } = await runCommand(command, folder);
      const quiet = ok && !/\bwarn(ing)?\b|deprecated|peer dep/i.test(text);
      findings.push({ ok: quiet, text: `${name} install${quiet ? "" : `:\n${text}`}` });
    }
    return findings;
  },
};
