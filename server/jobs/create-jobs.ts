import { type Deps, serviceContext } from "../deps.ts";
import { PaymentChecker } from "./check-payments.ts";
import { jobContext } from "./context.ts";
import { IdleCartDeleter } from "./delete-idle-carts.ts";
import { OrderExpirer } from "./expire-orders.ts";
import { NoticeForgetter } from "./forget-notices.ts";
import { PayoutGatherer } from "./gather-payouts.ts";
import { handlers } from "./handlers.ts";
import { SearchMerger } from "./merge-search.ts";
import { OutboxWorker } from "./outbox-worker.ts";
import { ListingRefresher } from "./refresh-listings.ts";
import { PictureRemover } from "./remove-pictures.ts";

/** All that is done as time passes, by nobody's request; the outbox last, which tells of what the others did. */
export function createJobs(deps: Deps) {
  const { logger } = deps;
  const context = serviceContext(deps);
  return {
    listings: new ListingRefresher(context, logger),
    search: new SearchMerger(context, logger),
    pictures: new PictureRemover(context, deps),
    idleCarts: new IdleCartDeleter(context, logger),
    expiry: new OrderExpirer(context, logger),
    payments: new PaymentChecker(context, logger),
    payouts: new PayoutGatherer(context, logger),
    notices: new NoticeForgetter(context, logger),
    outbox: new OutboxWorker({ context: jobContext(deps), logger, handlers }),
  };
}
