import type { OrderStatus, ParcelStatus, ReturnStatus } from "../../../db/enums.ts";
import type { Transitions } from "../../core/transitions.ts";

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
