import type { Check } from "./check.ts";
import { compile } from "./compile.ts";
import { compilers, resolutions } from "./tools.ts";

/** A frontend compiles, with what must not compile marked so, whatever TypeScript it has. */
export const consumers: Check = {
  name: "consumers",
  async run(workshop) {
    const ways = compilers.flatMap((compiler) => resolutions.map((resolution) => ({ compiler, resolution })));
    const findings = [];
    for (const { compiler, resolution } of ways) {
      const files = ["calls.ts", "negatives.ts", "visit.ts"];
      const { ok, text } = await compile(workshop, { compiler, resolution, files, declarations: true });
      findings.push({ ok, text: `TypeScript ${compiler}, ${resolution}${ok ? "" : `:\n${text}`}` });
    }
    return findings;
  },
};
