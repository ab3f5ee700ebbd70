import { openDatabase } from "../../db/client.ts";
import { createApp } from "../../server/app.ts";
import type { Peers } from "../../server/core/ports.ts";
import { OrderFeedReader } from "../../server/jobs/order-feed-reader.ts";
import { PeerTeller } from "../../server/jobs/tell-peers.ts";
import { guestOf } from "../../testing/client.ts";
import { testDeps } from "../../testing/deps.ts";
import { newClock } from "./clock.ts";
import { temporaryPath } from "./temporary.ts";

/** In milliseconds: longer than any test. */
const never = 24 * 60 * 60 * 1000;

/** What one process of a shop does over a database that others have, too; it learns of orders by its peers alone. */
export function newShopProcess(url: string, peers: Peers) {
  const database = openDatabase({ url });
  const mailer = { send: async () => {} };
  const folder = temporaryPath("process");
  const deps = { ...testDeps({ folder, database, clock: newClock(), mailer }), peers };
  const app = createApp(deps);
  const jobs = [new OrderFeedReader({ ...deps, pollMs: never }), new PeerTeller(deps)];
  const stops = jobs.map((job) => job.start());
  return {
    client: guestOf(app),
    app,
    db: database.db,
    async [Symbol.asyncDispose]() {
      await Promise.all(stops.map((stop) => stop()));
      database.client.close();
    },
  };
}
