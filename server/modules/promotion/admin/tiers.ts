import type { z } from "zod";
import type { Amounts } from "../../../../db/schema/promotion-rule.ts";

type Refinement = Pick<z.core.$RefinementCtx, "addIssue">;

/** Refuses tiers in which one of these numbers is not above that of the tier before. */
export function refuseUnlessRising<Field extends string>(...fields: Field[]) {
  return (tiers: readonly Record<Field, number>[], { addIssue }: Refinement): void => {
    eachWithLast(tiers, (tier, last, index) => {
      for (const field of fields) {
        if (tier[field] <= last[field])
          addIssue(issueAt([index, field], "Expected more than the tier before"));
      }
    });
  };
}

/** Refuses tiers that do not name the same currencies, or in which an amount is not above that of the tier before. */
export function refuseUnlessSpendRises(
  tiers: readonly { amounts: Amounts }[],
  { addIssue }: Refinement,
): void {
  eachWithLast(tiers, ({ amounts }, last, index) => {
    const currencies = new Set([...Object.keys(amounts), ...Object.keys(last.amounts)]);
    for (const currency of currencies) {
      const [amount, before] = [amounts[currency], last.amounts[currency]];
      if (amount === undefined || before === undefined) {
        addIssue(issueAt([index, "amounts"], `Only one of it and the tier before names ${currency}`));
      } else if (amount <= before) {
        addIssue(issueAt([index, "amounts", currency], "Expected more than the tier before"));
      }
    }
  });
}

const issueAt = (path: (string | number)[], message: string) => ({ code: "custom" as const, path, message });

function eachWithLast<Item>(
  items: readonly Item[],
  visit: (item: Item, last: Item, index: number) => void,
): void {
  let last: Item | undefined;
  for (const [index, item] of items.entries()) {
    if (last !== undefined) visit(item, last, index);
    last = item;
  }
}
