import { bundleSizes } from "./bundle-sizes.ts";
import type { Check } from "./check.ts";
import { consumers } from "./consumers.ts";
import { contractSize } from "./contract-size.ts";
import { generationTime } from "./generation-time.ts";
import { installs } from "./installs.ts";
import { instantiations } from "./instantiations.ts";
import { packageShape } from "./package-shape.ts";
import { peers } from "./peers.ts";
import { platforms } from "./platforms.ts";
import { released } from "./released.ts";
import { openWorkshop } from "./workshop.ts";

/** All that has to hold of the package, the quick ones first. */
const checks: readonly Check[] = [
  contractSize,
  released,
  generationTime,
  consumers,
  peers,
  instantiations,
  packageShape,
  bundleSizes,
  installs,
  platforms,
];

/** Runs the checks of these names, all when none is given. @returns how many findings are no good */
async function runChecks(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !checks.some((check) => check.name === name));
  if (unknown !== undefined) throw new Error(`There is no check ${unknown}`);
  const workshop = await openWorkshop();
  let failed = 0;
  try {
    for (const check of checks.filter(({ name }) => names.length === 0 || names.includes(name))) {
      for (const { ok, text } of await check.run(workshop)) {
        console.log(`${ok ? "ok    " : "FAILED"} ${check.name}: ${text}`);
        if (!ok) failed += 1;
      }
    }
  } finally {
    await workshop.close();
  }
  return failed;
}

if (import.meta.main) process.exit((await runChecks(process.argv.slice(2))) === 0 ? 0 : 1);
