/** The rules of promotions as they are stored: who gets one, on what, and what it takes off. */

/** In minor units, by currency (ISO 4217). What names amounts holds in those currencies alone. */
export type Amounts = Readonly<Record<string, number>>;

/** The lines that any of it names; a category names all below it too. */
export interface LineSelection {
  productIds: readonly string[];
  categoryIds: readonly string[];
  tags: readonly string[];
}

/** All of them have to hold; null, false or none asks for nothing. */
export interface PromotionConditions {
  /** By code; any of them. */
  markets: readonly string[] | null;
  /** Any of them. */
  customerGroups: readonly string[] | null;
  /** Whether it is for buyers alone who have ordered nothing yet. */
  firstOrder: boolean;
  /** What the lines that it is on come to at least, before all promotions. */
  minSubtotal: Amounts | null;
  /** How many units of the lines that it is on there are at least. */
  minQuantity: number | null;
  /** 1 is Monday, 7 Sunday (ISO 8601), as they are in `timeZone`. */
  weekdays: readonly number[] | null;
  /** IANA: `Europe/Berlin`. */
  timeZone: string;
}

/** What it takes off. Basis points: 10,000 is all of it. */
export type PromotionEffect =
  /** A share of what each line, all of them together, or shipping still costs. */
  | { type: "percentage"; target: "lines" | "order" | "shipping"; basisPoints: number }
  /** So much off each unit, off the order once, or off shipping; never more than there is. */
  | { type: "fixed_amount"; target: "lines" | "order" | "shipping"; amounts: Amounts }
  /** Each unit, or shipping, costs so much where it costs more. */
  | { type: "fixed_price"; target: "lines" | "shipping"; amounts: Amounts }
  /**
   * With so many units of `buy`, so many others of `get` cost less, the cheapest first; as often as there are units for
   * it, but at most `times` where that is set. A unit counts once, on one side.
   */
  | {
      type: "buy_x_get_y";
      buy: { lines: LineSelection | null; quantity: number };
      get: { lines: LineSelection | null; quantity: number; basisPoints: number };
      times: number | null;
    }
  /** Of every so many units, the cheapest of them are free: 3 for 2 is `every: 3, free: 1`. */
  | { type: "cheapest_free"; every: number; free: number }
  /** A share that rises with the units of the lines that it is on: the last tier that they reach holds. */
  | { type: "quantity_tiers"; tiers: readonly { quantity: number; basisPoints: number }[] }
  /** A share that rises with what the lines that it is on come to, before all promotions. */
  | { type: "spend_tiers"; tiers: readonly { amounts: Amounts; basisPoints: number }[] };
