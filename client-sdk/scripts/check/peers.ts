import { join } from "node:path";
import type { Check } from "./check.ts";
import { mustRun, runCommand } from "./run-command.ts";
import { tools } from "./tools.ts";

const compilerOptions = {
  target: "ES2022",
  lib: ["ES2022", "DOM"],
  types: [],
  module: "esnext",
  moduleResolution: "bundler",
  strict: true,
  noEmit: true,
  skipLibCheck: true, // theirs ask for more of the platform
};

/** The entries beside other libraries are right for the oldest version of each that the package takes, and the newest. */
export const peers: Check = {
  name: "peers",
  async run(workshop) {
    const manifest = await Bun.file(join(workshop.root, "client-sdk/package.json")).json();
    const ranges: Record<string, string> = manifest.peerDependencies;
    const oldest = Object.entries(ranges).map(([name, range]) => [name, range.replace("^", "")]);
    const findings = [];
    for (const [age, versions] of [
      ["oldest", Object.fromEntries(oldest)] as const,
      ["newest", ranges] as const,
    ]) {
      const folder = await workshop.project(`${age}-peers`, {
        ...versions,
        "@bodega/client": `file:${await workshop.tarball()}`,
        "@types/react": "^18.0.0",
        react: "^18.0.0",
        typescript: tools["typescript-5.9"],
      });
      await mustRun(["bun", "install"], folder);
      const entries = Bun.file(join(workshop.root, "tests/fixtures/consumer/entries.ts"));
      await Bun.write(join(folder, "entries.ts"), entries);
      await Bun.write(
        join(folder, "tsconfig.json"),
        JSON.stringify({ compilerOptions, files: ["entries.ts"] }),
      );
      const { ok, text } = await runCommand(["node_modules/.bin/tsc", "-p", "."], folder);
      findings.push({ ok, text: `the ${age} that it takes${ok ? "" : `:\n${text}`}` });
    }
    return findings;
  },
};
