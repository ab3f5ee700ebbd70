import { atMost, type Check } from "./check.ts";
import { mustRun } from "./run-command.ts";

const mostSeconds = 15;

/** How long whoever adds a procedure waits for the contract, had they the machine for themselves. */
export const generationTime: Check = {
  name: "generation-time",
  async run({ root }) {
    const { seconds } = await mustRun(["bun", "client-sdk/scripts/generate.ts", "--check"], root);
    return [atMost(mostSeconds, seconds, "seconds of a processor")];
  },
};
