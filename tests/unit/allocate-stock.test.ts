import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { AppError } from "../../server/core/errors.ts";
import {
  allocateStock,
  type StockLocation,
  servingLocations,
  type WantedUnits,
} from "../../server/modules/inventory/allocate-stock.ts";
import type { LocatedUnits } from "../../server/modules/inventory/move-stock.ts";

const at = (id: string, free: Record<string, number>, traits: Partial<StockLocation> = {}) => ({
  id,
  countries: null,
  priority: 0,
  free,
  ...traits,
});

const want = (variantId: string, quantity: number, policy: WantedUnits["policy"] = "deny") => ({
  variantId,
  quantity,
  policy,
});

/** Such as `["2 tea from berlin"]`, sorted. */
function allocated(wanted: readonly WantedUnits[], locations: readonly StockLocation[], country = "DE") {
  const units = allocateStock(wanted, servingLocations(locations, country));
  return units.map((each) => `${each.quantity} ${each.variantId} from ${each.locationId}`).toSorted();
}

describe("an order comes", () => {
  test("from the first location that has all of it, not from those before it that have a part", () => {
    const locations = [
      at("west", { tea: 5 }, { priority: 1 }),
      at("east", { tea: 9, cup: 9 }, { priority: 3 }),
      at("north", { tea: 9, cup: 9 }, { priority: 2 }),
    ];
    expect(allocated([want("tea", 2), want("cup", 1)], locations)).toEqual([
      "1 cup from north",
      "2 tea from north",
    ]);
    expect(allocated([want("tea", 2)], locations)).toEqual(["2 tea from west"]);
  });

  test("from two where two are enough, though a third has more of its lines than either", () => {
    const locations = [
      at("most", { b: 1, c: 1, d: 1, e: 1 }),
      at("one", { a: 1, b: 1, c: 1 }),
      at("two", { d: 1, e: 1, f: 1 }),
    ];
    const wanted = [..."abcdef"].map((variantId) => want(variantId, 1));
    expect(new Set(allocated(wanted, locations).map((text) => text.split(" from ")[1]))).toEqual(
      new Set(["one", "two"]),
    );
  });

  test("with a line split only where no location has all of it, from those that send anyway before others", () => {
    const locations = [
      at("a", { tea: 4 }),
      at("b", { tea: 5, cup: 1 }, { priority: 1 }),
      at("c", { tea: 6 }, { priority: 2 }),
    ];
    expect(allocated([want("tea", 8), want("cup", 1)], locations)).toEqual([
      "1 cup from b",
      "3 tea from c",
      "5 tea from b",
    ]);
  });

  test("from nowhere that does not send to the country", () => {
    const locations = [
      at("here", { tea: 2 }, { countries: ["DE", "AT"] }),
      at("there", { tea: 9 }, { countries: ["US"] }),
    ];
    expect(allocated([want("tea", 2)], locations)).toEqual(["2 tea from here"]);
    expect(allocated([want("tea", 9)], locations, "US")).toEqual(["9 tea from there"]);
    expect(refusal([want("tea", 3)], locations)).toEqual({ variantId: "tea", available: 2 });
    expect(refusal([want("tea", 1, "backorder")], locations, "FR")).toEqual({
      variantId: "tea",
      available: 0,
    });
  });

  test("with lines of one variant counted together (Medusa #16502)", () => {
    expect(allocated([want("tea", 2), want("tea", 3)], [at("a", { tea: 5 })])).toEqual(["5 tea from a"]);
    expect(refusal([want("tea", 3), want("tea", 3)], [at("a", { tea: 5 })])).toEqual({
      variantId: "tea",
      available: 5,
    });
  });

  test("owed by whoever sends anyway, or by the first, when nobody has so many of what is sold without limit", () => {
    const locations = [at("a", { tea: 1 }), at("b", { cup: 1 }, { priority: 1 })];
    expect(allocated([want("tea", 5, "backorder")], locations)).toEqual(["5 tea from a"]);
    expect(allocated([want("tea", 5, "backorder"), want("cup", 1)], locations)).toEqual([
      "1 cup from b",
      "5 tea from b",
    ]);
    expect(allocated([want("cup", 1, "backorder")], locations)).toEqual(["1 cup from b"]);
  });

  test("without what is not counted", () => {
    expect(allocated([want("song", 9, "untracked")], [])).toEqual([]);
  });
});

function refusal(wanted: readonly WantedUnits[], locations: readonly StockLocation[], country?: string) {
  try {
    return allocated(wanted, locations, country);
  } catch (error) {
    return (error as AppError).data;
  }
}

const variants = ["a", "b", "c", "d"];

const scenes = fc.record({
  locations: fc.uniqueArray(
    fc.record({
      id: fc.constantFrom("l1", "l2", "l3", "l4", "l5"),
      countries: fc.constantFrom(null, ["DE"], ["US"], ["DE", "US"]),
      priority: fc.nat(2),
      free: fc.dictionary(fc.constantFrom(...variants), fc.integer({ min: -2, max: 9 })),
    }),
    { selector: ({ id }) => id },
  ),
  wanted: fc
    .array(fc.record({ variantId: fc.constantFrom(...variants), quantity: fc.integer({ min: 1, max: 8 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    .chain((lines) =>
      fc
        .record({
          policies: fc.array(fc.constantFrom("deny", "deny", "backorder", "untracked"), {
            minLength: 4,
            maxLength: 4,
          }),
        })
        .map(({ policies }) =>
          lines.map((line) => ({ ...line, policy: policies[variants.indexOf(line.variantId)] ?? "deny" })),
        ),
    ),
});

const sumBy = <Item extends { quantity: number }>(items: readonly Item[], keyOf: (item: Item) => string) => {
  const sums: Record<string, number> = {};
  for (const item of items) sums[keyOf(item)] = (sums[keyOf(item)] ?? 0) + item.quantity;
  return sums;
};

describe("whatever is wanted and wherever it is,", () => {
  const attempt = (wanted: readonly WantedUnits[], serving: readonly StockLocation[]) => {
    try {
      return allocateStock(wanted, serving);
    } catch (error) {
      expect((error as AppError).code).toBe("OUT_OF_STOCK");
      return undefined;
    }
  };

  test("all that is counted comes, from locations that serve, and no more than is there", () => {
    fc.assert(
      fc.property(scenes, ({ wanted, locations }) => {
        const serving = servingLocations(locations, "DE");
        const units = attempt(wanted, serving);
        const counted = wanted.filter(({ policy }) => policy !== "untracked");
        const denied = sumBy(
          counted.filter(({ policy }) => policy === "deny"),
          ({ variantId }) => variantId,
        );
        const free = (id: string) => serving.reduce((sum, each) => sum + Math.max(each.free[id] ?? 0, 0), 0);
        const isShort =
          Object.entries(denied).some(([id, quantity]) => free(id) < quantity) ||
          (counted.length > 0 && serving.length === 0);
        expect(units === undefined).toBe(isShort);
        if (!units) return;
        expect(sumBy(units, ({ variantId }) => variantId)).toEqual(
          sumBy(counted, ({ variantId }) => variantId),
        );
        for (const { variantId, locationId, quantity } of units) {
          expect(quantity).toBeGreaterThan(0);
          const location = serving.find(({ id }) => id === locationId);
          expect(location).toBeDefined();
          if (variantId in denied) expect(quantity).toBeLessThanOrEqual(location?.free[variantId] ?? 0);
        }
        const places = units.map(({ variantId, locationId }) => `${variantId} ${locationId}`);
        expect(new Set(places).size).toBe(places.length);
      }),
    );
  });

  test("one location sends it all if one can, the first such, and two if two can; a line is split only where it must be", () => {
    fc.assert(
      fc.property(scenes, ({ wanted, locations }) => {
        const serving = servingLocations(locations, "DE");
        const denied = wanted.map((each) => ({ ...each, policy: "deny" as const }));
        const units = attempt(denied, serving);
        if (!units) return;
        const senders = new Set(units.map(({ locationId }) => locationId));
        const needed = sumBy(denied, ({ variantId }) => variantId);
        const whole = serving.filter(({ free }) =>
          Object.entries(needed).every(([id, quantity]) => (free[id] ?? 0) >= quantity),
        );
        if (whole[0]) expect([...senders]).toEqual([whole[0].id]);
        for (const [id, parts] of Map.groupBy(units, ({ variantId }) => variantId)) {
          const couldBeWhole = serving.some(({ free }) => (free[id] ?? 0) >= (needed[id] ?? 0));
          if (couldBeWhole) expect(parts.length).toBe(1);
        }
        const few = fewestWhole(needed, serving);
        if (few <= 2) expect(senders.size).toBe(few);
      }),
    );
  });

  test("the order in which lines and locations come changes nothing", () => {
    const shuffled = scenes.chain(({ wanted, locations }) =>
      fc.record({
        scene: fc.constant({ wanted, locations }),
        wanted: fc.shuffledSubarray(wanted, { minLength: wanted.length }),
        locations: fc.shuffledSubarray(locations, { minLength: locations.length }),
      }),
    );
    const text = (units: readonly LocatedUnits[] | undefined) => units && JSON.stringify(units);
    fc.assert(
      fc.property(shuffled, ({ scene, wanted, locations }) => {
        const one = attempt(scene.wanted, servingLocations(scene.locations, null));
        const other = attempt(wanted, servingLocations(locations, null));
        expect(text(other)).toBe(text(one));
      }),
    );
  });
});

/** Of how many locations each variant has one that has all of it, at least: every set of them is tried. */
function fewestWhole(needed: Record<string, number>, serving: readonly StockLocation[]): number {
  const sizes = Array.from({ length: 2 ** serving.length }, (_, set) => {
    const chosen = serving.filter((__, index) => set & (1 << index));
    const isServed = Object.entries(needed).every(([id, quantity]) =>
      chosen.some(({ free }) => (free[id] ?? 0) >= quantity),
    );
    return isServed ? chosen.length : Number.POSITIVE_INFINITY;
  });
  return Math.min(...sizes);
}
