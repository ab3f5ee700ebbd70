import { atMost, type Check } from "./check.ts";
import { compile } from "./compile.ts";
import { compilers } from "./tools.ts";

const most = 3_000;

/**
 * What type-checking a frontend of twenty calls costs, in the compiler's own measure: it is what an editor waits for.
 * Declarations are left alone, as editors do: those of the platform alone take ten times as much.
 */
export const instantiations: Check = {
  name: "instantiations",
  async run(workshop) {
    const findings = [];
    for (const compiler of compilers) {
      const compilation = {
        compiler,
        resolution: "bundler",
        files: ["calls.ts"],
        declarations: false,
      } as const;
      const { text } = await compile(workshop, compilation, "--extendedDiagnostics");
      const [, count] = /^Instantiations:\s+(\d+)/m.exec(text) ?? [];
      if (count === undefined) throw new Error(`TypeScript ${compiler} tells of no instantiations:\n${text}`);
      findings.push(atMost(most, Number(count), `TypeScript ${compiler}, 20 calls`));
    }
    return findings;
  },
};
