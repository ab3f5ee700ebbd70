import { join } from "node:path";
import type { Check } from "./check.ts";
import { runCommand } from "./run-command.ts";

/** What publint and Are The Types Wrong say of the tarball; they are given copies, since one of them removes what it looked at. */
export const packageShape: Check = {
  name: "package-shape",
  async run(workshop) {
    const consumer = await workshop.consumer();
    const commands = {
      publint: ["--strict"],
      attw: ["--profile", "esm-only", "--no-emoji"],
    };
    const findings = [];
    for (const [tool, flags] of Object.entries(commands)) {
      const copy = join(workshop.folder, `${tool}.tgz`);
      await Bun.write(copy, Bun.file(await workshop.tarball()));
      const bin = join(consumer, "node_modules/.bin", tool);
      const { ok, text } = await runCommand([bin, ...flags, copy], consumer);
      findings.push({ ok, text: `${tool} ${flags.join(" ")}${ok ? "" : `:\n${text}`}` });
    }
    return findings;
  },
};
