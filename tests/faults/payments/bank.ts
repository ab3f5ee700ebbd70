import { pick } from "../../../bench/random.ts";
import { bankCall } from "./bank-call.ts";
import { pause } from "./pause.ts";
import type { PayingWorld } from "./world.ts";

/** In milliseconds, at most, between two things that banks do. */
const longestPause = 150;

type Act = (world: PayingWorld, random: () => number) => void | Promise<void>;

/** What banks do, and people at the provider's dashboard; what stands more often happens more often. */
const acts: readonly Act[] = [
  settle,
  settle,
  settle,
  endRefund,
  endRefund,
  endRefund,
  returnRefund,
  dispute,
  endDispute,
  refundPastTheShop,
];

/** Does one of the things that happen to money without the shop. */
export async function actAsBank(world: PayingWorld, random: () => number): Promise<void> {
  await pause(world, random() * longestPause);
  await pick(acts, random)(world, random);
}

/** Has all come that is on its way, one way or the other. */
export function settleAll(world: PayingWorld, random: () => number): void {
  for (const { id } of processing(world)) bankCall(() => world.stripe.settle(id, answer(random)));
  for (const { id } of pendingRefunds(world)) bankCall(() => world.stripe.completeRefund(id));
}

const answer = (random: () => number) => (random() < 0.7 ? "succeed" : "fail");

const processing = ({ stripe }: PayingWorld) =>
  stripe.intents().filter(({ status }) => status === "processing");

const pendingRefunds = ({ stripe }: PayingWorld) =>
  stripe.refunds().filter(({ status }) => status === "pending");

const captured = ({ stripe }: PayingWorld) =>
  stripe
    .charges()
    .filter(({ status, captured }) => status === "succeeded" && captured)
    .filter(({ amount_captured, amount_refunded }) => amount_captured > amount_refunded);

/** A debit of days ago comes, or not. */
function settle(world: PayingWorld, random: () => number): void {
  const [oldest] = processing(world);
  if (oldest) bankCall(() => world.stripe.settle(oldest.id, answer(random)));
}

function endRefund(world: PayingWorld, random: () => number): void {
  const [oldest] = pendingRefunds(world);
  if (!oldest) return;
  if (random() < 0.7) bankCall(() => world.stripe.completeRefund(oldest.id));
  else bankCall(() => world.stripe.failRefund(oldest.id));
}

/** An account was closed: what had been given back comes back. */
function returnRefund(world: PayingWorld, random: () => number): void {
  const given = world.stripe.refunds().filter(({ status }) => status === "succeeded");
  if (given.length > 0 && random() < 0.3) bankCall(() => world.stripe.failRefund(pick(given, random).id));
}

function dispute(world: PayingWorld, random: () => number): void {
  const paid = captured(world).filter(({ disputed }) => !disputed);
  if (paid.length === 0 || random() < 0.5) return;
  const { payment_intent: intent, amount_captured, amount_refunded } = pick(paid, random);
  const left = amount_captured - amount_refunded;
  const amount = random() < 0.5 ? left : Math.ceil(left / 2);
  if (intent) bankCall(() => world.stripe.openDispute(intent, amount));
}

function endDispute(world: PayingWorld, random: () => number): void {
  const open = world.stripe.disputes().filter(({ status }) => status === "needs_response");
  if (open.length === 0) return;
  const { id } = pick(open, random);
  bankCall(() => world.stripe.closeDispute(id, random() < 0.5 ? "won" : "lost"));
}

/** Somebody at the provider's dashboard gives a little back. */
async function refundPastTheShop(world: PayingWorld, random: () => number): Promise<void> {
  const paid = captured(world);
  if (paid.length === 0 || random() < 0.5) return;
  const { id: charge } = pick(paid, random);
  const refund = { charge, amount: 1 + Math.floor(random() * 200) };
  await world.stripe
    .client({ timeout: 2_000, maxNetworkRetries: 0 })
    .refunds.create(refund)
    .catch(() => {}); // it did not work, or they do not see that it did
}
