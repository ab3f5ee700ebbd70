import type { Database } from "../../../db/client.ts";
import type { StripeServer } from "../../helpers/stripe-server.ts";
import type { OpenWorld } from "../harness/world.ts";

/** A shop whose orders are paid through a provider that answers now and then. */
export interface PayingWorld extends OpenWorld {
  stripe: StripeServer;
  /** The shop's own database, for whoever looks over its shoulder. */
  db: Database;
}

/** An order as its buyer holds it. */
export interface Held {
  id: string;
  accessToken: string;
}
