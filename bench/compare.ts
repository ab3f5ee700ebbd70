import { startBareServer } from "./bare-server.ts";
import type { Server } from "./child-process.ts";
import { type Duration, load, type Measured } from "./load.ts";
import { record, replay } from "./recording.ts";
import type { Goal, Scenario } from "./scenario.ts";

export interface Comparison {
  name: string;
  goal: Goal;
  shop: Measured;
  /** The same requests and bytes, with a bare Bun.serve in the shop's place. */
  bare: Measured;
}

export interface ComparePlan {
  recordedUnits: number;
  rounds: number;
  shop: Duration;
  bare: Duration;
}

/** Measures the shop and the bare server in turns. The best round of each counts: all else the machine does only slows. */
export async function compare(
  shop: Server,
  scenario: Scenario,
  plan: ComparePlan,
  directory: string,
): Promise<Comparison> {
  const recording = await record(shop, scenario, plan.recordedUnits);
  const bareServer = await startBareServer(recording.answers, directory);
  const replayed = replay(recording, scenario);
  const shopRounds: Measured[] = [];
  const bareRounds: Measured[] = [];
  for (let round = 0; round < plan.rounds; round++) {
    shopRounds.push(await load(shop, scenario, plan.shop));
    bareRounds.push(await load(bareServer, replayed, plan.bare));
  }
  await bareServer.stop();
  const { name, goal = {} } = scenario;
  return { name, goal, shop: fastest(shopRounds), bare: fastest(bareRounds) };
}

function fastest(rounds: readonly Measured[]): Measured {
  return rounds.reduce((best, round) => (round.perSecond > best.perSecond ? round : best));
}
