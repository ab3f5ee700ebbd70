import type { ShippingPrice } from "../../../../db/schema/shipping.ts";
import type { FieldIssue } from "../../../core/errors.ts";

/** What is wrong with the steps of a price, each alone being right. */
export function priceIssues({ by, steps }: Pick<ShippingPrice, "by" | "steps">): FieldIssue[] {
  if (by === "flat") {
    const isOne = steps.length === 1 && steps[0]?.upTo === null;
    return isOne ? [] : [{ path: "steps", message: "Expected one step without a bound for a flat price" }];
  }
  return steps.flatMap(({ upTo }, index): FieldIssue[] => {
    const path = `steps.${index}.upTo`;
    const before = index === 0 ? undefined : steps[index - 1]?.upTo;
    if (upTo === null) {
      return index === steps.length - 1 ? [] : [{ path, message: "Expected a bound before the last step" }];
    }
    return typeof before === "number" && before >= upTo
      ? [{ path, message: "Expected more than the step before" }]
      : [];
  });
}
