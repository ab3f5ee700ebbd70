import type { OrderStatus, ParcelStatus, ReturnStatus } from "../../../db/enums.ts";

/** What may become of each status; what leads nowhere is an end. */
type Transitions<Status extends string> = Readonly<Record<Status, readonly Status[]>>;

/** Money that comes for an expired order may still bring it to life, if its units are there. */
export const orderTransitions = {
  pending: ["confirmed", "expired", "canceled"],
  confirmed: ["completed", "canceled"],
  completed: [],
  canceled: [],
  expired: ["confirmed"],
} as const satisfies Transitions<OrderStatus>;

/** What is fetched or sent by wire is delivered at once. */
export const parcelTransitions = {
  pending: ["shipped", "delivered", "canceled"],
  shipped: ["delivered"],
  delivered: [],
  canceled: [],
} as const satisfies Transitions<ParcelStatus>;

export const returnTransitions = {
  requested: ["approved", "rejected", "canceled"],
  approved: ["received", "canceled"],
  rejected: [],
  received: ["closed"],
  closed: [],
  canceled: [],
} as const satisfies Transitions<ReturnStatus>;

/** From where a status can be reached. */
export function sourcesOf<Status extends string>(transitions: Transitions<Status>, to: Status): Status[] {
  // Sound: its keys are the statuses, and nothing else.
  return (Object.keys(transitions) as Status[]).filter((from) => transitions[from].includes(to));
}
