import { describe, expect, test } from "bun:test";
import { desc, eq } from "drizzle-orm";
import type { Input } from "../../client-sdk/src/index.ts";
import { auditEvents, taxRates } from "../../db/schema/index.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { readTables } from "../helpers/dump.ts";
import { refusalOf } from "../helpers/refusal.ts";

type SaveInput = Input<"admin.tax.saveRates">;

const vat = { name: "VAT", basisPoints: 1900 };

async function newEditor() {
  const shop = await createTestShop();
  const { client } = await newStaff(shop, { permissions: ["tax:read", "tax:write"] });
  return { shop, tax: client.admin.tax };
}

async function newestEvent({ db }: TestShop) {
  const [event] = await db.select().from(auditEvents).orderBy(desc(auditEvents.id)).limit(1);
  return { type: event?.type, subjectId: event?.subjectId, details: event?.details };
}

describe("the tax rates of a country", () => {
  test("are none until somebody brings them", async () => {
    const { tax } = await newEditor();
    expect(await tax.rates.query({})).toEqual([]);
    expect(await tax.rates.query({ country: "DE" })).toEqual([]);
  });

  test("are kept as they are given, in their order", async () => {
    const { shop, tax } = await newEditor();
    const rates = [
      vat,
      { ...vat, taxClass: "reduced", basisPoints: 700, onShipping: false, reverseCharge: true },
      { ...vat, postalCodes: ["78266", " 274* "], basisPoints: 0 },
      { name: "City tax", region: " Berlin ", basisPoints: 0.01 },
    ];
    const saved = await tax.saveRates.mutate({ country: "DE", rates });
    const plain = {
      region: null,
      postalCodes: null,
      taxClass: "standard",
      onShipping: true,
      reverseCharge: false,
    };
    expect(saved).toEqual({
      country: "DE",
      version: 1,
      rates: [
        { ...plain, ...vat },
        { ...plain, ...rates[1], ...vat, basisPoints: 700 },
        { ...plain, ...vat, postalCodes: ["78266", "274*"], basisPoints: 0 },
        { ...plain, name: "City tax", region: "Berlin", basisPoints: 0.01 },
      ],
    });
    await tax.saveRates.mutate({ country: "AT", rates: [{ ...vat, basisPoints: 2000 }] });
    expect(await tax.rates.query({ country: "DE" })).toEqual([saved]);
    expect((await tax.rates.query({})).map(({ country }) => country)).toEqual(["AT", "DE"]);
    const rows = await shop.db.select().from(taxRates).where(eq(taxRates.country, "DE"));
    expect(rows.map(({ rate }) => rate)).toEqual([190_000, 70_000, 0, 1]);
  });

  test("are replaced as a whole by their version, and what came and went is written down", async () => {
    const { shop, tax } = await newEditor();
    const reduced = { ...vat, taxClass: "reduced", basisPoints: 700 };
    const { rates } = await tax.saveRates.mutate({ country: "DE", rates: [vat, reduced] });
    const half = { ...vat, basisPoints: 1600, reverseCharge: true };
    const next = await tax.saveRates.mutate({ country: "DE", version: 1, rates: [half, reduced] });
    expect(next).toMatchObject({ version: 2, rates: [half, reduced] });
    expect(await newestEvent(shop)).toEqual({
      type: "tax-rates-saved",
      subjectId: "DE",
      details: { removed: ["VAT standard: 1900"], added: ["VAT standard: 1600, reverse charge"] },
    });
    expect(await tax.saveRates.mutate({ country: "DE", version: 2, rates: next.rates })).toEqual(next);
    expect(await tax.saveRates.mutate({ country: "DE", version: 2, rates: [] })).toMatchObject({
      version: 3,
      rates: [],
    });
    expect(await tax.saveRates.mutate({ country: "DE", version: 3, rates })).toMatchObject({ rates });
  });

  test("that have changed since they were seen, or are not there, are not written over", async () => {
    const { shop, tax } = await newEditor();
    await tax.saveRates.mutate({ country: "DE", rates: [vat] });
    await tax.saveRates.mutate({ country: "DE", version: 1, rates: [{ ...vat, basisPoints: 1600 }] });
    const before = await readTables(shop);
    const conflict = { code: "VERSION_CONFLICT" as const, data: { current: 2 } };
    expect(await refusalOf(tax.saveRates.mutate({ country: "DE", rates: [vat] }))).toEqual(conflict);
    expect(await refusalOf(tax.saveRates.mutate({ country: "DE", version: 1, rates: [vat] }))).toEqual(
      conflict,
    );
    const unknown = tax.saveRates.mutate({ country: "AT", version: 1, rates: [vat] });
    expect(await refusalOf(unknown)).toEqual({ code: "NOT_FOUND", data: {} });
    expect(await readTables(shop)).toEqual(before);
  });

  test("brought or changed by two at once are those of one of them", async () => {
    const { tax } = await newEditor();
    for (const [version, wanted] of [
      [undefined, [1, 2]],
      [1, [3, 4]],
    ] as const) {
      const saves = await Promise.allSettled(
        wanted.map((basisPoints) =>
          tax.saveRates.mutate({ country: "DE", version, rates: [{ ...vat, basisPoints }] }),
        ),
      );
      expect(saves.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    }
  });
});

describe("rates that could not be told apart", () => {
  test.each<[path: string, rates: SaveInput["rates"]]>([
    ["rates.1", [vat, { ...vat, basisPoints: 700 }]],
    [
      "rates.1",
      [
        { ...vat, region: "NY" },
        { ...vat, region: "ny" },
      ],
    ],
    ["rates.2.postalCodes.1", [vat, { ...vat, postalCodes: ["2*"] }, { ...vat, postalCodes: ["1*", "2*"] }]],
  ])("are refused at %s", async (path, rates) => {
    const { shop, tax } = await newEditor();
    const before = await readTables(shop);
    const refused = await refusalOf(tax.saveRates.mutate({ country: "DE", rates }));
    expect(refused).toMatchObject({ code: "BAD_REQUEST", data: { issues: [{ path }] } });
    expect(await readTables(shop)).toEqual(before);
  });

  test("are not those of another name, class or place", async () => {
    const { tax } = await newEditor();
    const rates = [
      vat,
      { ...vat, name: "Levy" },
      { ...vat, taxClass: "reduced" },
      { ...vat, region: "NY" },
      { ...vat, postalCodes: ["1*"] },
      { ...vat, region: "NY", postalCodes: ["1*"] },
    ];
    expect(await tax.saveRates.mutate({ country: "US", rates })).toMatchObject({ rates });
  });
});

describe("rates that come to more than 100 % together", () => {
  const half = { ...vat, basisPoints: 5_000 };
  const levy = { ...half, name: "Levy", basisPoints: 5_000.01 };
  test.each<[path: string, rates: SaveInput["rates"]]>([
    ["rates.1", [half, levy]],
    ["rates.1", [half, { ...levy, taxClass: "luxury" }]],
    ["rates.2", [vat, { ...half, region: "NY" }, { ...levy, region: "ny" }]],
    ["rates.2", [vat, { ...half, region: "NY" }, { ...levy, postalCodes: ["100*"] }]],
    [
      "rates.1",
      [
        { ...half, postalCodes: ["1*", "2*"] },
        { ...levy, postalCodes: ["2*", "3*"] },
      ],
    ],
  ])("are refused at %s", async (path, rates) => {
    const { shop, tax } = await newEditor();
    const before = await readTables(shop);
    const refused = await refusalOf(tax.saveRates.mutate({ country: "US", rates }));
    expect(refused).toMatchObject({ code: "BAD_REQUEST", data: { issues: [{ path }] } });
    expect(await readTables(shop)).toEqual(before);
  });

  test("are not those that hold elsewhere, for other goods, or in place of another", async () => {
    const { tax } = await newEditor();
    const rates = [
      { ...half, region: "NY" },
      { ...levy, region: "NJ" },
      { ...half, region: "CA", taxClass: "food" },
      { ...levy, region: "CA", taxClass: "luxury" },
      { ...levy, postalCodes: ["1*"], basisPoints: 4_000 },
      { ...vat, name: "Due", postalCodes: ["2*"] },
      { ...vat, basisPoints: 0 },
    ];
    expect(await tax.saveRates.mutate({ country: "US", rates })).toMatchObject({ rates });
    const exact = [half, { ...levy, basisPoints: 5_000 }];
    expect(await tax.saveRates.mutate({ country: "DE", rates: exact })).toMatchObject({ rates: exact });
  });
});

test("bad input changes nothing and is told by its path", async () => {
  const { shop, tax } = await newEditor();
  const rate = (wrong: object) => ({ rates: [vat, { name: "Levy", basisPoints: 1, ...wrong }] });
  const bad: [path: string, wrong: object][] = [
    ["country", { country: "XX" }],
    ["country", { country: "de" }],
    ["version", { version: "1" }],
    ["rates", { rates: undefined }],
    ["rates", { rates: Array.from({ length: 1_001 }, (_, index) => ({ ...vat, name: `${index}` })) }],
    ["rates.1.name", rate({ name: " " })],
    ["rates.1.name", rate({ name: "x".repeat(101) })],
    ["rates.1.region", rate({ region: "" })],
    ["rates.1.postalCodes", rate({ postalCodes: [] })],
    ["rates.1.postalCodes.0", rate({ postalCodes: ["1*1"] })],
    ["rates.1.postalCodes.1", rate({ postalCodes: ["1*", "2000-1000"] })],
    ["rates.1.taxClass", rate({ taxClass: "a b" })],
    ["rates.1.basisPoints", rate({ basisPoints: -1 })],
    ["rates.1.basisPoints", rate({ basisPoints: 10_001 })],
    ["rates.1.basisPoints", rate({ basisPoints: 997.575 })],
    ["rates.1.basisPoints", rate({ basisPoints: "19 %" })],
    ["rates.1.basisPoints", rate({ basisPoints: Number.NaN })],
    ["rates.1.onShipping", rate({ onShipping: 1 })],
    ["rates.1.reverseCharge", rate({ reverseCharge: null })],
  ];
  const before = await readTables(shop);
  for (const [path, wrong] of bad) {
    // Sound: what is wrong with it is the point.
    const input = { country: "DE", rates: [vat], ...wrong } as SaveInput;
    const { code, data } = await refusalOf(tax.saveRates.mutate(input));
    const paths = "issues" in data && Array.isArray(data.issues) ? data.issues.map((each) => each.path) : [];
    expect({ wrong, code, paths }).toEqual({ wrong, code: "BAD_REQUEST", paths: [path] });
  }
  expect(await readTables(shop)).toEqual(before);
});
