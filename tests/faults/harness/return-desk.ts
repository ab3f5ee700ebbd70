import { pick } from "../../../bench/random.ts";
import type { Return } from "../../../client-sdk/src/index.ts";
import { untilAnswered } from "./until-answered.ts";
import type { OpenWorld } from "./world.ts";

/** Of returns so many are exchanged before they come, and so many of those that came before anything is given back. */
const exchanged = 0.3;

/** Lets the oldest return come that nobody has answered, takes in the oldest that may come, or sends something else for it. */
export async function tendReturn(world: OpenWorld, random: () => number): Promise<void> {
  const desk = world.staff.admin.orders;
  const oldestOf = async (status: "requested" | "approved") =>
    (await untilAnswered(() => desk.returns.query({ status, limit: 1 }))).items[0];
  const [asked, coming] = [await oldestOf("requested"), await oldestOf("approved")];
  if (coming?.replacedById === null && random() < exchanged) await exchange(world, coming, random);
  else if (coming) await takeIn(world, coming, random);
  else if (asked) await untilAnswered((key) => desk.approveReturn.mutate({ id: asked.id }, key));
}

async function takeIn(world: OpenWorld, { id, lines }: Return, random: () => number): Promise<void> {
  const desk = world.staff.admin.orders;
  const counted = {
    id,
    lines: lines.map(({ lineId, quantity }) => ({ lineId, sellable: quantity })),
    ...(random() < exchanged && { refundAmount: 0 }),
  };
  const received = await untilAnswered((key) => desk.receiveReturn.mutate(counted, key));
  world.acknowledged.add("a return was received", id);
  await hearOf(world, received.orderId);
  if (received.replacedById !== null) await hearOf(world, received.replacedById);
  else if (received.status === "received") await exchange(world, received, random);
}

async function exchange(world: OpenWorld, { id, orderId }: Return, random: () => number): Promise<void> {
  const wanted = { returnId: id, lines: [{ variantId: pick(world.variantIds, random), quantity: 1 }] };
  const replacement = await untilAnswered((key) => world.staff.admin.orders.exchange.mutate(wanted, key));
  world.acknowledged.hear(replacement);
  world.acknowledged.add("a return was exchanged", id);
  world.orders.push({ id: replacement.id, accessToken: null });
  await hearOf(world, orderId);
}

/** What came of it for an order of which the answer said nothing. */
async function hearOf({ staff, acknowledged }: OpenWorld, id: string): Promise<void> {
  acknowledged.hear(await untilAnswered(() => staff.admin.orders.get.query({ id })));
}
