import type { ServiceContext } from "../../server/core/context.ts";
import { systemClock } from "../../server/infra/clock.ts";
import { newDatabase } from "./database.ts";

/** What services need, over a database of the test's own. */
export async function newServiceContext(overrides: Partial<ServiceContext> = {}): Promise<ServiceContext> {
  return {
    db: (await newDatabase()).db,
    actor: { type: "anonymous" },
    clock: systemClock,
    paymentMethods: new Set(["cash_on_delivery", "test_card"]),
    ...overrides,
  };
}
