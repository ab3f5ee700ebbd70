import type { z } from "zod";
import type {
  Amounts,
  LineSelection,
  PromotionConditions,
  PromotionEffect,
} from "../../db/schema/promotion-rule.ts";
import type {
  lineSelectionInput as selectionInput,
  lineSelectionOutput as selectionOutput,
} from "../../server/modules/catalog/line-selection.ts";
import type { PriceablePromotion } from "../../server/modules/pricing/priceable-cart.ts";
import type {
  amountsInput,
  conditionsInput,
  conditionsOutput,
  effectInput,
  effectOutput,
} from "../../server/modules/promotion/admin/rule-schema.ts";
import type { promotionsStatement } from "../../server/modules/promotion/find-promotions.ts";
import type { Equal, Same } from "./equal.ts";

/** Fails to compile where a rule as it is checked is not the rule as it is stored. */
function assert<_True extends true>(): void {}

assert<Same<z.output<typeof amountsInput>, Amounts>>();
assert<Same<z.output<typeof selectionInput>, LineSelection>>();
assert<Same<z.output<typeof selectionOutput>, LineSelection>>();
assert<Same<z.output<typeof conditionsInput>, PromotionConditions>>();
assert<Same<z.output<typeof conditionsOutput>, PromotionConditions>>();
assert<Same<z.output<typeof effectInput>, PromotionEffect>>();
assert<Same<z.output<typeof effectOutput>, PromotionEffect>>();

/** Pricing takes what is found for a cart as it is. */
type Found = Awaited<ReturnType<typeof promotionsStatement>>[number];

assert<Equal<Found extends PriceablePromotion ? true : false, true>>();
