import type { Exchange } from "./connection.ts";

/** Does one unit of work over its connection and checks every answer. @throws when one is wrong */
export type Shopper = (exchange: Exchange) => Promise<void>;

export interface Scenario {
  name: string;
  /** How many shoppers are at it at once, each on a connection of its own. */
  inFlight: number;
  newShopper(): Shopper;
}
