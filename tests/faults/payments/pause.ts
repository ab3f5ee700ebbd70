import { setTimeout as delay } from "node:timers/promises";
import type { PayingWorld } from "./world.ts";

/** Has somebody wait, or until nobody else comes. */
export async function pause({ signal }: PayingWorld, milliseconds: number): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => {});
}
