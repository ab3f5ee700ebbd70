import { Refused } from "./until-answered.ts";
import type { OpenWorld } from "./world.ts";

/** One thing after the other; what is refused, since it is sold out or somebody was faster, is left. */
export async function keepWorking<World extends OpenWorld>(
  world: World,
  work: (world: World, random: () => number) => Promise<void>,
  random: () => number,
): Promise<void> {
  while (!world.signal.aborted) {
    try {
      await work(world, random);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
}
