import { expireSession } from "./checkout.ts";
import { cancelIntent } from "./payment-intents.ts";
import type { World } from "./world.ts";

/** Works all at once, after what was due and before what comes after an answer. */
export function workAtOnce<Result>(world: World, work: () => Result): Result {
  doWhatIsDue(world);
  try {
    return work();
  } finally {
    world.doAfterwards();
  }
}

/** Does what the clock says is due: sessions and authorizations end, and what was taken can be paid out. */
function doWhatIsDue(world: World): void {
  const now = world.now();
  for (const { id, status, expires_at } of world.sessions.all()) {
    if (status === "open" && expires_at <= now) expireSession(world, id);
  }
  for (const { id, status, latest_charge } of world.intents.all()) {
    if (status !== "requires_capture") continue;
    const card = world.charges.find(latest_charge)?.payment_method_details?.card;
    if (card?.capture_before && card.capture_before <= now) cancelIntent(world, id, "expired");
  }
  for (const { id, status, available_on } of world.transactions.all()) {
    if (status === "pending" && available_on <= now) world.transactions.change(id, { status: "available" });
  }
}
