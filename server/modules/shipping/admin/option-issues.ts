import type { shippingOptions } from "../../../../db/schema/index.ts";
import type { FieldIssue } from "../../../core/errors.ts";

type Option = Pick<typeof shippingOptions.$inferSelect, "kind" | "zones" | "pickupAddress">;

/** What of an option, as it would be, does not go together. */
export function optionIssues({ kind, zones, pickupAddress }: Option): FieldIssue[] {
  const issues: FieldIssue[] = [];
  if (kind === "pickup" && pickupAddress === null) {
    issues.push({ path: "pickupAddress", message: "Expected where what is picked up waits" });
  }
  if (kind === "pickup" && zones !== null) {
    issues.push({ path: "zones", message: "Expected none: whoever picks it up may live anywhere" });
  }
  if (kind === "delivery" && pickupAddress !== null) {
    issues.push({ path: "pickupAddress", message: "Expected none for a delivery" });
  }
  return issues;
}
