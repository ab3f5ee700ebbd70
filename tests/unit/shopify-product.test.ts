import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { maxAmount } from "../../db/limits.ts";
import { currencyExponent, formatMoney } from "../../server/core/money.ts";
import { readOnlyProduct, readProducts, type SheetRow, sheet } from "../helpers/shopify.ts";

const tea = { Handle: "tea", Title: "Tea", "Variant Price": "4.50" };

/** The issues of a file of those rows; the first of them stands on line 2. */
async function issuesOf(...rows: SheetRow[]) {
  return (await readProducts(sheet(...rows))).flatMap(({ issues }) => issues);
}

async function detailsOf(cells: SheetRow) {
  return (await readOnlyProduct({ ...tea, ...cells })).details;
}

async function variantOf(cells: SheetRow) {
  const [variant] = (await readOnlyProduct({ ...tea, ...cells })).variants;
  if (!variant) throw new Error("The product has no variant");
  return variant;
}

describe("a price", () => {
  test("is read to the last digit, whatever the currency", async () => {
    const amounts = fc.integer({ min: 0, max: maxAmount });
    const currencies = fc.constantFrom("EUR", "JPY", "KWD", "CLF");
    await fc.assert(
      fc.asyncProperty(amounts, currencies, async (amount, currency) => {
        const [price = ""] = formatMoney({ amount, currency }).split(" ");
        const [read] = await readProducts(sheet({ ...tea, "Variant Price": price }), currency);
        expect(read?.product).toMatchObject({ variants: [{ prices: [{ currency, amount }] }] });
      }),
    );
  });

  test.each(["abc", "-1", "1,50", "€5", "1.234", "1e3", "NaN"])("cannot be %p", async (price) => {
    expect(await issuesOf({ ...tea, "Variant Price": price })).toEqual([
      { line: 2, column: "Variant Price", message: `Expected an amount like 19.90, got "${price}"` },
    ]);
  });

  test("that is left out is not spoken of", async () => {
    expect(await variantOf({ "Variant Price": "", "Variant SKU": "TEA" })).toMatchObject({ prices: [] });
    expect(await variantOf({ "Variant Price": "" })).toMatchObject({ prices: [] });
  });

  test("is explained in the currency's own decimals", async () => {
    for (const currency of ["JPY", "EUR", "KWD"]) {
      const [read] = await readProducts(sheet({ ...tea, "Variant Price": "x" }), currency);
      const example = { 0: "1990", 2: "19.90", 3: "19.900" }[currencyExponent(currency)];
      expect(read?.issues[0]?.message).toBe(`Expected an amount like ${example}, got "x"`);
    }
  });

  test.each([
    ["6.00", 600],
    ["4.50", null],
    ["4.00", null],
    ["0", null],
    ["", null],
  ])("of 4.50 that was %p before is reduced from %p", async (before, compareAtAmount) => {
    expect(await variantOf({ "Variant Compare At Price": before })).toMatchObject({
      prices: [{ compareAtAmount }],
    });
  });
});

describe("stock", () => {
  test.each([
    ["", "deny", "untracked"],
    ["", "continue", "untracked"],
    ["shopify", "deny", "deny"],
    ["shopify", "", "deny"],
    ["shopify", "continue", "backorder"],
    ["some-warehouse", "CONTINUE", "backorder"],
  ])("counted by %p with the policy %p is %p", async (tracker, inventoryPolicy, policy) => {
    const variant = await variantOf({
      "Variant Inventory Tracker": tracker,
      "Variant Inventory Policy": inventoryPolicy,
      "Variant Inventory Qty": "7",
    });
    expect(variant.stock).toMatchObject({ policy, onHand: 7 });
  });

  test.each([
    ["-3", 0],
    ["", 0],
    ["0", 0],
    ["12", 12],
  ])("of %p units is %p on hand", async (quantity, onHand) => {
    expect((await variantOf({ "Variant Inventory Qty": quantity })).stock.onHand).toBe(onHand);
  });
});

describe("a product's status", () => {
  test.each<(string | undefined)[]>([
    ["true", undefined, "published"],
    ["TRUE", "", "published"],
    ["true", "active", "published"],
    ["true", "Draft", "draft"],
    ["false", "active", "draft"],
    ["", "active", "draft"],
    ["true", "archived", "archived"],
    ["false", "archived", "archived"],
    [undefined, "active", "published"],
    [undefined, "draft", "draft"],
    [undefined, undefined, undefined],
  ])("published %p and status %p is %p", async (published, status, expected) => {
    const details = await detailsOf({
      ...(published !== undefined && { Published: published }),
      ...(status !== undefined && { Status: status }),
    });
    expect<string | undefined>(details?.status).toBe(expected);
  });
});

describe("a product's category", () => {
  test.each([
    ["Home > Kitchen > Cups", "Cup", ["Home", "Kitchen", "Cups"]],
    ["Home>Kitchen > ", "Cup", ["Home", "Kitchen"]],
    ["", "Cup", undefined],
    ["Uncategorized", "Cup", undefined],
    ["", "", undefined],
  ])("of %p and the type %p is %p", async (path, type, category) => {
    expect((await detailsOf({ "Product Category": path, Type: type }))?.category).toEqual(category);
  });

  test("is its type where the file has no column for it", async () => {
    expect((await detailsOf({ Type: "Cup > Mug" }))?.category).toEqual(["Cup > Mug"]);
  });
});

describe("a product's taxes", () => {
  test.each([
    [{ "Variant Taxable": "false" }, { taxClass: "zero", isTaxed: false }],
    [
      { "Variant Taxable": "FALSE", "Variant Tax Code": "P1" },
      { taxClass: "zero", isTaxed: false },
    ],
    [
      { "Variant Taxable": "true", "Variant Tax Code": "PC040100" },
      { taxClass: "pc040100", isTaxed: true },
    ],
    [
      { "Variant Taxable": "true", "Variant Tax Code": "" },
      { taxClass: undefined, isTaxed: true },
    ],
    [{ "Variant Taxable": "" }, { taxClass: undefined, isTaxed: true }],
    [{}, { taxClass: undefined, isTaxed: undefined }],
  ])("are by %p %p", async (cells, expected) => {
    expect(await detailsOf(cells)).toMatchObject(expected);
  });

  test("are those of its first row, and a row that says otherwise is told", async () => {
    const medium = { Handle: "tea", "Option1 Value": "M", "Variant Price": "5", "Variant Taxable": "TRUE" };
    const large = { ...medium, "Option1 Value": "L", "Variant Taxable": "false", "Variant Tax Code": "P2" };
    const first = { ...tea, "Option1 Name": "Size", "Option1 Value": "S", "Variant Taxable": "true" };
    const [read] = await readProducts(sheet({ ...first, "Variant Tax Code": "P1" }, medium, large));
    const message = "Left out: a product is taxed as its first row says";
    expect(read?.issues).toEqual([
      { line: 4, column: "Variant Taxable", message },
      { line: 4, column: "Variant Tax Code", message },
    ]);
    expect(read?.product).toMatchObject({ details: { taxClass: "p1" }, variants: [{}, {}, {}] });
  });
});

test("tags stand between commas, each once", async () => {
  expect((await detailsOf({ Tags: "green, loose leaf,,green , new" }))?.tags).toEqual([
    "green",
    "loose leaf",
    "new",
  ]);
});

test("an SKU or barcode loses the apostrophe that keeps a spreadsheet from rounding it", async () => {
  const codes = { "Variant SKU": "'00123", "Variant Barcode": "'4006381333931" };
  expect(await variantOf(codes)).toMatchObject({ sku: "00123", barcode: "4006381333931" });
  expect(await variantOf({ "Variant SKU": "'til-1" })).toMatchObject({ sku: "'til-1" });
});

test("a row that is neither a variant nor an image is told", async () => {
  expect(await issuesOf({ ...tea, "Option1 Value": "S" }, { Handle: "tea" })).toEqual([
    { line: 3, column: null, message: "Neither a variant nor an image" },
  ]);
});

test("a weight is in whole grams", async () => {
  expect(await variantOf({ "Variant Grams": "453.59" })).toMatchObject({ weightGrams: 454 });
  expect(await variantOf({ "Variant Grams": "" })).toMatchObject({ weightGrams: 0 });
});

test("what the file has no column for is not spoken of", async () => {
  const { details, variants, optionNames } = await readOnlyProduct(tea);
  expect(details).toEqual({ title: "Tea" });
  expect(optionNames).toBeUndefined();
  expect(variants[0]).toMatchObject({ sku: undefined, optionValues: undefined, weightGrams: undefined });
});

describe("options", () => {
  test("are named in the first row alone, up to three", async () => {
    const first = {
      ...tea,
      "Option1 Name": "Size",
      "Option2 Name": "Colour",
      "Option3 Name": "Cut",
      "Option1 Value": "S",
      "Option2 Value": "Red",
      "Option3 Value": "Slim",
    };
    const second = { "Option1 Value": "M", "Option2 Value": "Blue", "Option3 Value": "Wide" };
    const product = await readOnlyProduct(first, { ...second, Handle: "tea", "Variant Price": "5" });
    expect(product.optionNames).toEqual(["Size", "Colour", "Cut"]);
    expect(product.variants.map(({ optionValues }) => optionValues)).toEqual([
      ["S", "Red", "Slim"],
      ["M", "Blue", "Wide"],
    ]);
  });

  test.each([
    ["Title", "Default Title"],
    ["Title", ""],
  ])("named %p with the value %p are none", async (name, value) => {
    const product = await readOnlyProduct({ ...tea, "Option1 Name": name, "Option1 Value": value });
    expect(product).toMatchObject({ optionNames: [], variants: [{ optionValues: [] }] });
  });

  test("may well be named Title when there is something to choose", async () => {
    const product = await readOnlyProduct(
      { ...tea, "Option1 Name": "Title", "Option1 Value": "Emma" },
      { Handle: "tea", "Option1 Value": "Persuasion", "Variant Price": "5" },
    );
    expect(product.optionNames).toEqual(["Title"]);
  });

  test("need a value in every variant", async () => {
    const [first, second] = await issuesOf(
      { ...tea, "Option1 Name": "Size", "Option1 Value": "S", "Option2 Name": "Colour" },
      { Handle: "tea", "Variant SKU": "TEA-2", "Option2 Value": "Red", "Variant Price": "5" },
    );
    expect([first, second]).toMatchObject([
      { line: 2, column: "Option2 Value" },
      { line: 3, column: "Option1 Value" },
    ]);
  });
});

describe("images", () => {
  const url = (name: string) => `https://cdn.example/${name}.jpg`;

  test("come with variants or in rows of their own", async () => {
    const product = await readOnlyProduct(
      { ...tea, "Image Src": url("front"), "Image Position": "1", "Image Alt Text": "The tin" },
      { Handle: "tea", "Image Src": url("back"), "Image Position": "2" },
      { Handle: "tea", "Image Src": url("inside") },
    );
    expect(product.variants.length).toBe(1);
    expect(product.images).toEqual([
      { url: url("front"), position: 1, alt: "The tin" },
      { url: url("back"), position: 2, alt: "" },
      { url: url("inside"), position: null, alt: "" },
    ]);
  });

  test("may be at this server", async () => {
    const product = await readOnlyProduct({ ...tea, "Image Src": "/media/tin.jpg" });
    expect(product.images.map((image) => image.url)).toEqual(["/media/tin.jpg"]);
  });

  test("of one variant are told apart from the product's", async () => {
    const product = await readOnlyProduct({ ...tea, "Image Src": url("tin"), "Variant Image": url("open") });
    expect(product.variants[0]?.imageUrl).toBe(url("open"));
    expect(product.images.map((image) => image.url)).toEqual([url("tin")]);
  });

  test.each([
    "javascript:alert(1)",
    "tin.jpg",
    "//cdn.example/tin.jpg",
    "ftp://cdn.example/tin.jpg",
    "https://",
  ])("cannot be at %p", async (address) => {
    expect(await issuesOf({ ...tea, "Image Src": address })).toMatchObject([
      { line: 2, column: "Image Src", message: `Expected a web address, got "${address}"` },
    ]);
  });
});

describe("a bad cell", () => {
  test.each([
    ["Variant Inventory Qty", "many", "a whole number"],
    ["Variant Inventory Qty", "1.5", "a whole number"],
    ["Variant Inventory Policy", "allow", "deny or continue"],
    ["Variant Grams", "-1", "a weight in grams"],
    ["Variant Requires Shipping", "yes", "true or false"],
    ["Variant Compare At Price", "soon", "an amount like 19.90"],
    ["Variant Image", "tin.jpg", "a web address"],
    ["Image Position", "first", "a whole number"],
  ])("in %s, %p, is told by its line and column", async (column, text, expected) => {
    const rows = [tea, { Handle: "tea", "Image Src": "https://cdn.example/1.jpg", "Variant Price": "1" }];
    expect(await issuesOf(...rows, { Handle: "cup", Title: "Cup", "Variant Price": "2" })).toEqual([]);
    expect(await issuesOf(tea, { ...rows[1], Handle: "tea", [column]: text })).toEqual([
      { line: 3, column, message: `Expected ${expected}, got "${text}"` },
    ]);
  });

  test("of a variant leaves the product's others in", async () => {
    const [read] = await readProducts(
      sheet(
        { ...tea, "Option1 Name": "Size", "Option1 Value": "S", "Variant Price": "abc" },
        { Handle: "tea", "Option1 Value": "M", "Variant Price": "5" },
        { Handle: "tea", "Option1 Value": "L", "Variant Price": "6", "Variant Grams": "heavy" },
      ),
    );
    expect(read?.issues.map(({ line, column }) => [line, column])).toEqual([
      [2, "Variant Price"],
      [4, "Variant Grams"],
    ]);
    expect(read?.product?.details?.title).toBe("Tea");
    expect(read?.product?.variants.map(({ line }) => line)).toEqual([3]);
  });

  test.each([
    ["Published", "maybe", "true or false"],
    ["Status", "gone", "active, draft or archived"],
    ["Variant Taxable", "maybe", "true or false"],
    ["Variant Tax Code", "food & drink", "a tax class like reduced"],
    ["Handle", "green tea", "a handle like olive-oil"],
  ])("of the product itself, %s %p, keeps all its rows out", async (column, text, expected) => {
    const handle = column === "Handle" ? text : "tea";
    const [read] = await readProducts(
      sheet({ ...tea, [column]: text }, { Handle: handle, "Option1 Value": "M", "Variant Price": "5" }),
    );
    const message = `Expected ${expected}, got "${text}" (all 2 rows of the product are left out)`;
    expect(read).toEqual({ rows: 2, product: undefined, issues: [{ line: 2, column, message }] });
  });

  test.each([
    ["Title", 301],
    ["Body (HTML)", 100_001],
    ["Vendor", 201],
    ["Type", 201],
    ["Tags", 101],
    ["Product Category", 201],
    ["SEO Title", 301],
    ["SEO Description", 1_001],
    ["Option1 Name", 101],
    ["Option1 Value", 201],
    ["Variant SKU", 101],
    ["Image Alt Text", 1_001],
  ])("in %s cannot have %d characters", async (column, length) => {
    const rest = { "Image Src": "/media/tin.jpg", "Option1 Name": "Size", "Option1 Value": "S" };
    expect(await issuesOf({ ...tea, ...rest, [column]: "a".repeat(length) })).toMatchObject([
      { line: 2, column, message: expect.stringContaining("at most ") },
    ]);
    expect(await issuesOf({ ...tea, ...rest, [column]: "a".repeat(length - 1) })).toEqual([]);
  });

  test("is quoted no further than a line is read", async () => {
    const [issue] = await issuesOf({ ...tea, "Variant Price": "9".repeat(500) });
    expect(issue?.message.length).toBeLessThan(120);
  });

  test("never lets a row go uncounted or a product go without a reason", async () => {
    const cell = fc.constantFrom("", "1", "x", "true", "https://cdn.example/1.jpg");
    const row = fc.record({
      Handle: fc.constantFrom("tea", "cup", "", "a b"),
      Title: fc.constantFrom("", "Tea"),
      "Variant Price": fc.constantFrom("", "4.50", "abc"),
      "Option1 Value": fc.constantFrom("", "S", "M"),
      "Image Src": cell,
      Published: cell,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (rows) => {
        const read = await readProducts(sheet(...rows));
        const filled = rows.filter((cells) => Object.values(cells).some(Boolean));
        expect(read.reduce((sum, { rows }) => sum + rows, 0)).toBe(filled.length);
        for (const { product, issues } of read) {
          if (!product) expect(issues).not.toEqual([]);
        }
      }),
    );
  });
});
