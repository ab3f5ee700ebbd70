import { pick } from "../../../bench/random.ts";
import type { PayablePayment, PlacedOrder } from "../../../client-sdk/src/index.ts";
import { fillCart } from "../harness/fill-cart.ts";
import { Refused, untilAnswered } from "../harness/until-answered.ts";
import { pause } from "./pause.ts";
import { isPaidFor, payOnce } from "./pay-once.ts";
import type { Held, PayingWorld } from "./world.ts";

type Way = { provider: "stripe"; method: "embedded_form" | "hosted_page" };

const form: Way = { provider: "stripe", method: "embedded_form" };
const hostedPage: Way = { provider: "stripe", method: "hosted_page" };
const ways = [form, form, hostedPage];

/** In milliseconds: some come back to pay when their order's time is over. */
const longestPause = 3_000;

/** How often a shopper tries a card, or to place an order whose payment cannot be begun. */
const mostTries = 4;

/** Of all turns so many. */
const share = { doubleClick: 0.15, leave: 0.06, cancel: 0.06, pause: 0.2, otherWay: 0.5, byTransfer: 0.05 };

/** Fills a cart, orders it and pays for it, unless something comes between. @throws Refused */
export async function buyOnline(world: PayingWorld, random: () => number): Promise<void> {
  const { cartId } = await fillCart(world, random);
  const placed = await place(world, cartId, random);
  world.acknowledged.hear(placed.order);
  const held = { id: placed.order.id, accessToken: placed.accessToken ?? "" };
  world.orders.push(held);
  try {
    await payFor(world, held, placed.payment, random);
  } finally {
    world.acknowledged.hear(await untilAnswered(() => world.buyer.order.get.query(held)));
  }
}

/** Orders it, twice at once with a double click; where that cannot be paid now, a little later. @throws Refused */
async function place(world: PayingWorld, cartId: string, random: () => number): Promise<PlacedOrder> {
  const { order } = world.buyer;
  const placing = { cartId, ...pick(ways, random) };
  for (let tries = 1; ; tries++) {
    const clicks = random() < share.doubleClick ? 2 : 1;
    const placings = await Promise.allSettled(
      Array.from({ length: clicks }, () => untilAnswered((key) => order.place.mutate(placing, key))),
    );
    const placed = placings.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    const ids = new Set(placed.map((each) => each.order.id));
    if (ids.size > 1) throw new Error(`A cart became several orders: ${[...ids]}`);
    const [first] = placed;
    if (first) return first;
    const [refused] = placings.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
    const isLater = refused instanceof Refused && refused.code === "PAYMENT_UNAVAILABLE";
    if (!isLater || tries === mostTries) throw refused;
    await pause(world, random() * longestPause);
  }
}

async function payFor(
  world: PayingWorld,
  held: Held,
  begun: PayablePayment,
  random: () => number,
): Promise<void> {
  const { buyer, acknowledged } = world;
  const cancel = async () =>
    acknowledged.hear(await untilAnswered((key) => buyer.order.cancel.mutate(held, key)));
  for (let tries = 1, payment = begun; tries <= mostTries; tries++) {
    if (random() < share.leave) return;
    if (random() < share.pause) await pause(world, random() * longestPause);
    const paying = payOnce(world, held, payment, random);
    if (random() < share.cancel) await Promise.all([cancel(), paying]);
    await paying;
    if (isPaidFor(world, held)) return;
    if (random() < share.otherWay) payment = await tryAgain(world, held, random);
  }
}

/** Whatever the shop offers instead. @throws Refused */
function tryAgain({ buyer }: PayingWorld, held: Held, random: () => number): Promise<PayablePayment> {
  const byTransfer = { provider: "manual", method: "bank_transfer" } as const;
  const way = random() < share.byTransfer ? byTransfer : pick(ways, random);
  if (random() < 0.3) return untilAnswered(() => buyer.payment.get.query(held));
  return untilAnswered(() => buyer.payment.retry.mutate({ ...held, ...way }));
}
