import { pick } from "../../../bench/random.ts";
import type { PayablePayment } from "../../../client-sdk/src/index.ts";
import { type TestCardName, testCards } from "../../helpers/stripe/cards.ts";
import { bankCall } from "./bank-call.ts";
import { pause } from "./pause.ts";
import type { Held, PayingWorld } from "./world.ts";

// Sound: these are the keys. The plain one stands there for those whom nothing happens to.
const cards = [...(Object.keys(testCards) as TestCardName[]), "pm_card_visa", "pm_card_visa"] as const;

/** Of those whose bank asks, so many have it believe them, and so many of the others close the window. */
const [believed, closed] = [0.7, 0.3];

const doubleClick = 0.15;

/** In milliseconds: how long they look at a form that does nothing. */
const patience = 4_000;

/** Types a card in, where the provider offers a place for it, and answers what its bank asks. */
export async function payOnce(
  world: PayingWorld,
  held: Held,
  { clientSecret, redirectUrl }: PayablePayment,
  random: () => number,
): Promise<void> {
  const { stripe } = world;
  const card = pick(cards, random);
  const click = async () => {
    if (redirectUrl) await stripe.payCheckout(new URL(redirectUrl).pathname.split("/").at(-1) ?? "", card);
    else if (clientSecret) {
      const paying = stripe.pay(clientSecret, card).catch(() => {}); // their connection is no better
      await Promise.race([paying, pause(world, patience)]);
    }
  };
  const clicks = random() < doubleClick ? 2 : 1;
  await Promise.all(Array.from({ length: clicks }, click));
  for (const { id } of intentsOf(world, held).filter(({ status }) => status === "requires_action")) {
    if (random() < believed) bankCall(() => stripe.authenticate(id, "succeed"));
    else if (random() >= closed) bankCall(() => stripe.authenticate(id, "fail"));
  }
}

/** Whether the provider shows its buyer that their money has come, or is on its way. */
export function isPaidFor(world: PayingWorld, held: Held): boolean {
  const paid = ["succeeded", "processing", "requires_capture"];
  return intentsOf(world, held).some(({ status }) => paid.includes(status));
}

function intentsOf({ stripe }: PayingWorld, { id }: Held) {
  return stripe.intents().filter(({ metadata }) => metadata["orderId"] === id);
}
