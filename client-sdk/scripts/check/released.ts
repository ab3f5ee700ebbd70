import { compareWithReleased } from "../compare/compare-with-released.ts";
import type { Check } from "./check.ts";

/** The package's version is high enough for what its contract changes. */
export const released: Check = {
  name: "released",
  async run() {
    return [await compareWithReleased()];
  },
};
