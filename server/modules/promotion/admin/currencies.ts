import type { Amounts, PromotionEffect } from "../../../../db/schema/promotion-rule.ts";

interface AmountsOfRule {
  effect: PromotionEffect;
  conditions: { minSubtotal: Amounts | null };
  cap: Amounts | null;
}

/**
 * The path of amounts that share no currency with those before them: what names amounts holds in their currencies alone,
 * so that the rule would hold in none. Undefined where there is one that all name.
 */
export function currenciesApart({ effect, conditions, cap }: AmountsOfRule): string[] | undefined {
  let shared: readonly string[] | undefined;
  for (const { path, amounts } of [
    ...amountsOfEffect(effect),
    { path: ["conditions", "minSubtotal"], amounts: conditions.minSubtotal },
    { path: ["cap"], amounts: cap },
  ]) {
    if (amounts === null) continue;
    shared = Object.keys(amounts).filter((currency) => shared?.includes(currency) ?? true);
    if (shared.length === 0) return path;
  }
  return undefined;
}

/** Of tiers the first: the others name the same currencies. */
function amountsOfEffect(effect: PromotionEffect): { path: string[]; amounts: Amounts }[] {
  if ("amounts" in effect) return [{ path: ["effect", "amounts"], amounts: effect.amounts }];
  if (effect.type !== "spend_tiers") return [];
  return effect.tiers.slice(0, 1).map(({ amounts }) => ({ path: ["effect", "tiers"], amounts }));
}
