import { inArray } from "drizzle-orm";
import { categories, markets, products } from "../../../../db/schema/index.ts";
import type { LineSelection, PromotionEffect } from "../../../../db/schema/promotion-rule.ts";
import { batch } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import type { FieldIssue } from "../../../core/errors.ts";

interface NamesOfRule {
  lines: LineSelection | null;
  conditions: { markets: readonly string[] | null };
  effect: PromotionEffect;
}

interface Naming {
  path: string;
  names: readonly string[];
}

/** What a rule names that is not there, by its path: such a rule would be for nothing, or for less than was meant. */
export async function unknownNames(ctx: ServiceContext, rule: NamesOfRule): Promise<FieldIssue[]> {
  const selections = selectionsOf(rule);
  const inProducts = selections.map(({ path, lines }) => naming(`${path}.productIds`, lines.productIds));
  const inCategories = selections.map(({ path, lines }) => naming(`${path}.categoryIds`, lines.categoryIds));
  const inMarkets = [naming("conditions.markets", rule.conditions.markets ?? [])];
  const [knownProducts, knownCategories, knownMarkets] = await batch(ctx, (db) => [
    db
      .select({ name: products.id })
      .from(products)
      .where(inArray(products.id, allOf(inProducts))),
    db
      .select({ name: categories.id })
      .from(categories)
      .where(inArray(categories.id, allOf(inCategories))),
    db
      .select({ name: markets.code })
      .from(markets)
      .where(inArray(markets.code, allOf(inMarkets))),
  ]);
  return [
    ...unknown(inProducts, knownProducts),
    ...unknown(inCategories, knownCategories),
    ...unknown(inMarkets, knownMarkets),
  ];
}

function selectionsOf({ lines, effect }: NamesOfRule): { path: string; lines: LineSelection }[] {
  const sides = effect.type === "buy_x_get_y" ? effect : undefined;
  return [
    { path: "lines", lines },
    { path: "effect.buy.lines", lines: sides?.buy.lines ?? null },
    { path: "effect.get.lines", lines: sides?.get.lines ?? null },
  ].flatMap(({ path, lines }) => (lines ? [{ path, lines }] : []));
}

const naming = (path: string, names: readonly string[]): Naming => ({ path, names });

const allOf = (namings: readonly Naming[]): string[] => namings.flatMap(({ names }) => names);

function unknown(namings: readonly Naming[], rows: readonly { name: string }[]): FieldIssue[] {
  const known = new Set(rows.map(({ name }) => name));
  return namings.flatMap(({ path, names }) =>
    names.flatMap((name, index) =>
      known.has(name) ? [] : [{ path: `${path}.${index}`, message: "There is none of that name" }],
    ),
  );
}
