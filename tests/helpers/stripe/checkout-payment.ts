import type { Stripe } from "stripe";
import { isCard } from "./balance.ts";
import { confirmIntent } from "./confirm.ts";
import { invalidRequest } from "./failure.ts";
import { createIntent } from "./payment-intents.ts";
import type { Intent, Session } from "./rows.ts";
import type { World } from "./world.ts";

/** The shopper presses "Pay" on the session's page. @throws Failure 402 when the card is declined: the page stays. */
export function paySession(world: World, id: string, paymentMethod: string): Intent {
  const session = world.sessions.get(id);
  if (session.status !== "open") throw invalidRequest(`This Checkout Session is ${session.status}.`);
  const intent = session.payment_intent ?? beginPayment(world, session);
  return confirmIntent(world, intent, {
    payment_method: paymentMethod,
    return_url: `${world.origin()}/checkout/${id}`,
  });
}

/** The payment of a session is made when the shopper first pays, not before. */
function beginPayment(world: World, session: Session): string {
  const { id } = createIntent(world, {
    ...world.intentData.get(session.id),
    amount: session.amount_total ?? 0,
    currency: session.currency ?? "",
  });
  world.sessions.change(session.id, { payment_intent: id });
  return id;
}

/** What becomes of a session when something becomes of its payment. */
export function followPayments(world: World): void {
  world.onEvent((type, { id }) => {
    const session = world.sessions.all().find((each) => each.payment_intent === id);
    if (!session) return;
    const charge = world.charges.find(world.intents.get(id).latest_charge);
    const { event, ...changes } = changeFor(session, type, charge !== undefined && !isCard(charge));
    const changed = world.sessions.change(session.id, changes);
    if (event) world.emit(event, changed);
  });
}

type Change = Partial<Session> & { event?: Stripe.Event.Type };

/** One that is authorised alone is complete and unpaid; it is paid once it is captured, of which no event tells. */
function changeFor(session: Session, type: Stripe.Event.Type, isDelayed: boolean): Change {
  const isOpen = session.status === "open";
  const complete = { status: "complete", url: null, event: "checkout.session.completed" } as const;
  switch (type) {
    case "payment_intent.succeeded":
      if (isOpen) return { ...complete, payment_status: "paid" };
      return {
        payment_status: "paid",
        ...(isDelayed && { event: "checkout.session.async_payment_succeeded" }),
      };
    case "payment_intent.amount_capturable_updated":
    case "payment_intent.processing":
      return isOpen ? complete : {};
    case "payment_intent.payment_failed":
      return isOpen ? {} : { event: "checkout.session.async_payment_failed" };
    default:
      return {};
  }
}
