import type { Exchange } from "./connection.ts";

/** Does one unit of work over its connection and checks every answer. @throws when one is wrong */
export type Shopper = (exchange: Exchange) => Promise<void>;

/** What a scenario is to reach. */
export interface Goal {
  /** Of what a bare Bun.serve answers a second: 0.6 is 60 %. */
  share?: number;
  /** Microseconds of the server's CPU for one unit, at most. */
  cpuMicros?: number;
}

export interface Scenario {
  name: string;
  goal?: Goal;
  /** How many shoppers are at it at once, each on a connection of its own. */
  inFlight: number;
  newShopper(): Shopper;
}
