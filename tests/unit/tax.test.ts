import { describe, expect, test } from "bun:test";
import { priceCart } from "../../server/modules/pricing/price-cart.ts";
import type { Place, TaxRate } from "../../server/modules/pricing/priceable-cart.ts";
import { type CartParts, line, priceable, promotion, shippingAt, taxRate } from "../helpers/priceable.ts";

const added = { pricesIncludeTax: false } as const;
const vat = taxRate(190_000);
const books = taxRate(70_000, { taxClass: "books" });

/** The tax of each line, of shipping and of all, and what is paid. */
function taxed(cart: CartParts) {
  const { lines, shipping, totals } = priceCart(priceable(cart));
  return {
    lines: lines.map(({ tax }) => tax),
    shipping: shipping?.tax,
    tax: totals.tax,
    total: totals.total,
  };
}

describe("a tax", () => {
  test("stands in the price, or comes on top of it", () => {
    const cart = { lines: [line("a", 11_900)], taxRates: [vat] };
    expect(taxed(cart)).toMatchObject({ tax: 1900, total: 11_900 });
    expect(taxed({ ...cart, market: added })).toMatchObject({ tax: 2261, total: 14_161 });
  });

  test("is of what is left after promotions", () => {
    const half = promotion("half", { type: "percentage", target: "order", basisPoints: 5000 });
    const cart = { lines: [line("a", 11_900)], taxRates: [vat], promotions: [half] };
    expect(taxed(cart)).toMatchObject({ tax: 950, total: 5950 });
  });

  test("may be nothing, and all of the price", () => {
    const at = (rate: number, market = {}) => {
      const { taxes, totals } = priceCart(
        priceable({ lines: [line("a", 101)], taxRates: [taxRate(rate)], market }),
      );
      return [taxes, totals.total];
    };
    expect(at(0)).toEqual([[{ name: "VAT", rate: 0, amount: 0 }], 101]);
    expect(at(1_000_000)).toEqual([[{ name: "VAT", rate: 1_000_000, amount: 51 }], 101]);
    expect(at(1_000_000, added)).toEqual([[{ name: "VAT", rate: 1_000_000, amount: 101 }], 202]);
  });

  test("is of whole yen, and of thousandths of a dinar", () => {
    const cart = { lines: [line("a", 1_234)], taxRates: [taxRate(100_000)] };
    expect(taxed({ ...cart, market: { ...added, currency: "JPY" } }).tax).toBe(123);
    expect(taxed({ ...cart, market: { ...added, currency: "KWD" } }).tax).toBe(123);
  });

  test("goes up at a half, or to the even one, as the market says", () => {
    const cart = { lines: [line("a", 250)], taxRates: [taxRate(10_000)] };
    expect(taxed({ ...cart, market: added }).tax).toBe(3);
    expect(taxed({ ...cart, market: { ...added, rounding: "half_even" } }).tax).toBe(2);
  });
});

describe("several taxes", () => {
  const quebec = [taxRate(50_000, { name: "GST" }), taxRate(99_750, { name: "QST" })];

  test("are each of the price where they come on top", () => {
    const { taxes } = priceCart(priceable({ lines: [line("a", 10_000)], taxRates: quebec, market: added }));
    expect(taxes.map(({ amount }) => amount)).toEqual([500, 998]);
  });

  test("are worked out together where the price holds them, and split by their rates", () => {
    const { taxes, totals } = priceCart(priceable({ lines: [line("a", 11_498)], taxRates: quebec }));
    expect(totals.tax).toBe(1498);
    expect(taxes.map(({ amount }) => amount)).toEqual([500, 998]);
  });
});

describe("what is rounded", () => {
  const lines = [line("a", 5), line("b", 5), line("c", 5)];
  const tenth = taxRate(100_000);

  test("is the tax of each line, or that of the order", () => {
    expect(taxed({ lines, taxRates: [tenth], market: added })).toMatchObject({ lines: [1, 1, 1], tax: 3 });
    const order = { ...added, taxRounding: "order" } as const;
    expect(taxed({ lines, taxRates: [tenth], market: order })).toMatchObject({ lines: [1, 1, 0], tax: 2 });
  });

  test("of the order is each tax of all that it is on, shipping too", () => {
    const market = { ...added, taxRounding: "order" } as const;
    const taxRates = [
      taxRate(50_000, { name: "GST" }),
      taxRate(100_000, { name: "PST", onShipping: false }),
      taxRate(0, { name: "PST", taxClass: "food" }),
    ];
    const food = line("food", 10, { taxClass: "food" });
    const cart = priceable({ lines: [line("a", 10), food], shipping: shippingAt(10), taxRates, market });
    // GST: 5 % of 30 is 1.5. By line it would be 1 + 1 + 1.
    expect(priceCart(cart).taxes).toEqual([
      { name: "GST", rate: 50_000, amount: 2 },
      { name: "PST", rate: 100_000, amount: 1 },
      { name: "PST", rate: 0, amount: 0 },
    ]);
  });

  test("of prices that hold their taxes is what is taxed alike", () => {
    const market = { taxRounding: "order" } as const;
    const two = [line("a", 10), line("b", 10), line("c", 10, { taxClass: "books" })];
    // 20 × 19/119 is 3.19, where each line's would be 2; 10 × 7/107 is 0.65.
    expect(taxed({ lines: two, taxRates: [vat, books], market })).toMatchObject({ lines: [2, 1, 1], tax: 4 });
  });
});

test("no price holds more taxes than it comes to, however small it is", () => {
  const lines = Array.from({ length: 10 }, (_, index) => line(`pin ${index}`, 1));
  const taxRates = [taxRate(500_000, { name: "one" }), taxRate(500_000, { name: "other" })];
  const { lines: taxes, tax } = taxed({ lines, taxRates, market: { taxRounding: "order" } });
  expect(tax).toBe(5);
  expect(taxes).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
});

describe("of the rates of one name", () => {
  const here: Place = { country: "US", region: "NY", postalCode: "10001-1234" };
  const rate = (amount: number, parts: Partial<TaxRate> = {}) => taxRate(amount, parts);
  const rateOf = (rates: TaxRate[], taxClass = "standard", destination: Place | null = here) =>
    priceCart(
      priceable({ lines: [line("a", 1000, { taxClass })], taxRates: rates, destination, market: added }),
    ).taxes.map((tax) => tax.rate);

  const [country, state, city] = [
    rate(1),
    rate(2, { region: "ny" }),
    rate(3, { region: "NY", postalCodes: ["100*"] }),
  ];

  test("the most local one holds", () => {
    expect(rateOf([country, state, city])).toEqual([3]);
    expect(rateOf([city, state, country])).toEqual([3]);
    expect(rateOf([country, state])).toEqual([2]);
    expect(rateOf([country, rate(2, { region: "NJ" }), rate(3, { postalCodes: ["07000-08999"] })])).toEqual([
      1,
    ]);
  });

  test("the class's own holds before the standard one of the same place, and after a more local one", () => {
    const food = rate(4, { taxClass: "food" });
    expect(rateOf([country, food], "food")).toEqual([4]);
    expect(rateOf([country, food])).toEqual([1]);
    expect(rateOf([country, food, state], "food")).toEqual([2]);
    expect(rateOf([country, rate(4, { taxClass: "drinks" })], "food")).toEqual([1]);
  });

  test("those of another name add up", () => {
    const special = rate(5, { name: "District", postalCodes: ["10001"] });
    expect(rateOf([country, state, special])).toEqual([2, 5]);
  });

  test("those of the whole country hold while no place is known", () => {
    expect(rateOf([country, state, city], "standard", null)).toEqual([1]);
  });
});

describe("a cart is taxed", () => {
  const cart = { lines: [line("a", 1190)], taxRates: [vat] };

  test("nowhere, where neither its place nor the market's is known", () => {
    expect(taxed({ ...cart, market: { taxCountry: null } })).toMatchObject({ tax: 0, total: 1190 });
  });

  test("where it is fetched", () => {
    const shipping = shippingAt(0, { kind: "pickup", pickupPlace: { country: "DE", postalCode: "10115" } });
    const taxRates = [taxRate(190_000, { postalCodes: ["10*"] })];
    const destination = { country: "DE", postalCode: "80331" };
    expect(taxed({ ...cart, taxRates, destination, shipping }).tax).toBe(190);
    expect(taxed({ ...cart, taxRates, destination }).tax).toBe(0);
  });

  test("at the same price, wherever it is sent", () => {
    const destination = { country: "FR", postalCode: "75001" };
    expect(taxed({ ...cart, taxRates: [taxRate(200_000)], destination })).toMatchObject({
      tax: 198,
      total: 1190,
    });
  });
});

describe("shipping is taxed", () => {
  const lines = [line("a", 3000), line("book", 1000, { taxClass: "books" })];
  const taxRates = [vat, books];

  test("as the goods are, in proportion to what they cost", () => {
    // 300 × 19/119 is 47.9 and 100 × 7/107 is 6.5.
    expect(taxed({ lines, taxRates, shipping: shippingAt(400) }).shipping).toBe(48 + 7);
  });

  test("as those are that are sent", () => {
    const file = line("file", 9000, { requiresShipping: false });
    expect(
      taxed({ lines: [file, line("book", 1000, { taxClass: "books" })], taxRates, shipping: shippingAt(400) })
        .shipping,
    ).toBe(26);
  });

  test("as the goods are, even where they are free", () => {
    expect(taxed({ lines: [line("gift", 0)], taxRates, shipping: shippingAt(400) }).shipping).toBe(64);
  });

  test("by a class of its own", () => {
    expect(taxed({ lines, taxRates, shipping: shippingAt(400, { taxClass: "standard" }) }).shipping).toBe(64);
    expect(taxed({ lines, taxRates, shipping: shippingAt(400, { taxClass: "books" }) }).shipping).toBe(26);
  });

  test("where a rate says so alone", () => {
    const state = taxRate(190_000, { onShipping: false });
    expect(
      taxed({ lines: [line("a", 1000)], taxRates: [state], shipping: shippingAt(400), market: added }),
    ).toEqual({
      lines: [190],
      shipping: 0,
      tax: 190,
      total: 1590,
    });
  });
});

describe("a buyer pays no tax", () => {
  const lines = [line("a", 1190), line("book", 1070, { taxClass: "books" })];
  const cart = { lines, taxRates: [vat, books], shipping: shippingAt(119, { taxClass: "standard" }) };
  const exempt = { taxExempt: true };
  const france = { country: "FR", postalCode: "75001" };
  const business = { vatId: "FR12345678901" };
  const reliefOf = (parts: CartParts) => priceCart(priceable({ ...cart, ...parts })).taxRelief;

  test("as exempt: prices are without it", () => {
    const priced = priceCart(priceable({ ...cart, buyer: exempt }));
    expect(priced.lines.map(({ unitAmount }) => unitAmount)).toEqual([1000, 1000]);
    expect(priced).toMatchObject({
      taxes: [],
      taxRelief: "exempt",
      totals: { shipping: 100, tax: 0, total: 2100 },
    });
    expect(taxed({ ...cart, buyer: exempt, market: added })).toMatchObject({ tax: 0, total: 2379 });
  });

  test("unit by unit, so that each has a price", () => {
    const priced = priceCart(priceable({ ...cart, buyer: exempt, lines: [line("a", 999, { quantity: 3 })] }));
    expect(priced.lines[0]).toMatchObject({ unitAmount: 839, subtotal: 2517, total: 2517 });
  });

  test("as a business of the country that it is sent to from another, that owes it itself", () => {
    expect(reliefOf({ buyer: business, destination: france })).toBe("reverse_charge");
    expect(taxed({ ...cart, buyer: business, destination: france })).toMatchObject({ tax: 0, total: 2100 });
  });

  test("as one of any other member state, where both countries are in the European Union", () => {
    const austrian = { vatId: "ATU12345678" };
    expect(reliefOf({ buyer: austrian, destination: france })).toBe("reverse_charge");
    expect(reliefOf({ buyer: { vatId: "DE123456789" }, destination: france })).toBeNull();
    expect(reliefOf({ buyer: { vatId: "CHE123456789" }, destination: france })).toBeNull();
    expect(reliefOf({ buyer: austrian, destination: france, market: { taxCountry: "CH" } })).toBeNull();
    expect(reliefOf({ buyer: austrian, destination: { country: "NO", postalCode: "0150" } })).toBeNull();
  });

  test("but not within the market's own country, or where none is owed so", () => {
    expect(reliefOf({ buyer: business, destination: france, market: { taxCountry: "FR" } })).toBeNull();
    expect(reliefOf({ buyer: business, destination: null })).toBeNull();
    const taxRates = [taxRate(200_000, { reverseCharge: false })];
    expect(reliefOf({ buyer: business, destination: france, taxRates })).toBeNull();
    expect(reliefOf({ buyer: exempt, taxRates: [] })).toBeNull();
  });

  test("of those that it owes itself alone", () => {
    const taxRates = [taxRate(200_000), taxRate(50_000, { name: "Eco", reverseCharge: false })];
    const priced = priceCart(
      priceable({ lines: [line("a", 1250)], taxRates, buyer: business, destination: france }),
    );
    expect(priced.totals).toMatchObject({ tax: 50, total: 1050 });
    expect(priced.taxes).toEqual([{ name: "Eco", rate: 50_000, amount: 50 }]);
  });
});
