import type { ServiceContext } from "../../server/core/context.ts";
import { manualProvider } from "../../server/modules/payment/manual.ts";
import { systemContext } from "../../server/system-context.ts";
import { newDatabase } from "./database.ts";

/** What services need, over a database of the test's own. */
export async function newServiceContext(overrides: Partial<ServiceContext> = {}): Promise<ServiceContext> {
  return {
    ...systemContext((await newDatabase()).db),
    paymentProviders: [manualProvider(["cash_on_delivery", "test_card"])],
    paymentCapture: "automatic",
    ...overrides,
  };
}
