import { describe, expect, test } from "bun:test";
import { desc } from "drizzle-orm";
import type { Input, ShopClient } from "../../client-sdk/src/index.ts";
import { auditEvents, categories, promotions, promotionUses } from "../../db/schema/index.ts";
import { newProduct } from "../../testing/products.ts";
import { newPromotion } from "../../testing/promotions.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newClock } from "../helpers/clock.ts";
import { readTables } from "../helpers/dump.ts";
import { newEmptyOrder } from "../helpers/promotions.ts";
import { refusalOf } from "../helpers/refusal.ts";

type SaveInput = Input<"admin.promotions.save">;

async function newEditor(shop?: TestShop) {
  const made = shop ?? (await createTestShop());
  const { client } = await newStaff(made, { permissions: ["promotions:read", "promotions:write"] });
  return { shop: made, db: made.db, promos: client.admin.promotions };
}

const tenPercent = {
  name: "Ten per cent",
  trigger: "automatic",
  effect: { type: "percentage", target: "lines", basisPoints: 1000 },
} as const satisfies SaveInput;

/** What a rule says that nothing is said of. */
const plain = {
  status: "active",
  priority: 0,
  exclusive: false,
  startsAt: null,
  endsAt: null,
  lines: null,
  conditions: {
    markets: null,
    customerGroups: null,
    firstOrder: false,
    minSubtotal: null,
    minQuantity: null,
    weekdays: null,
    timeZone: "UTC",
  },
  cap: null,
  usageLimit: null,
  usageLimitPerCustomer: null,
} as const;

async function newestEvents({ db }: TestShop, count: number) {
  const events = await db.select().from(auditEvents).orderBy(desc(auditEvents.id)).limit(count);
  return events.map(({ type, subjectId, details }) => ({ type, subjectId, details }));
}

const issueAt = (path: string) => ({ code: "BAD_REQUEST" as const, data: { issues: [{ path }] } });

describe("a promotion", () => {
  test("is made with as little as its effect, and what is left out asks for nothing", async () => {
    const { shop, promos } = await newEditor();
    const made = await promos.save.mutate(tenPercent);
    expect(made).toEqual({
      ...plain,
      ...tenPercent,
      id: expect.stringMatching(/^promo_/),
      uses: 0,
      discounted: [],
      version: 1,
      createdAt: expect.any(Date),
      updatedAt: expect.any(Date),
    });
    expect(await promos.get.query({ id: made.id })).toEqual(made);
    expect(await newestEvents(shop, 1)).toMatchObject([
      { type: "promotion-saved", subjectId: made.id, details: { created: true, name: "Ten per cent" } },
    ]);
  });

  test("keeps every part of its rule", async () => {
    const { db, promos } = await newEditor();
    const { productId } = await newProduct(db);
    await db.insert(categories).values({ id: "cat_cups", slug: "cups", name: "Cups" });
    const whole = {
      name: "Mugs on Mondays",
      trigger: "code",
      status: "archived",
      priority: 7,
      exclusive: true,
      startsAt: new Date("2026-01-01T00:00:00Z"),
      endsAt: new Date("2026-02-01T00:00:00Z"),
      lines: { productIds: [productId], categoryIds: ["cat_cups"], tags: ["sale"] },
      conditions: {
        markets: ["default"],
        customerGroups: ["wholesale"],
        firstOrder: true,
        minSubtotal: { EUR: 5000, JPY: 8000 },
        minQuantity: 3,
        weekdays: [1, 7],
        timeZone: "Europe/Berlin",
      },
      effect: { type: "fixed_amount", target: "order", amounts: { EUR: 500, JPY: 800 } },
      cap: { EUR: 100_000_000_000 },
      usageLimit: 100,
      usageLimitPerCustomer: 1,
    } as const satisfies SaveInput;
    const { id } = await promos.save.mutate(whole);
    expect(await promos.get.query({ id })).toMatchObject(whole);
  });

  const effects: SaveInput["effect"][] = [
    { type: "percentage", target: "shipping", basisPoints: 10_000 },
    { type: "fixed_amount", target: "lines", amounts: { KWD: 1500 } },
    { type: "fixed_price", target: "shipping", amounts: { EUR: 190 } },
    {
      type: "buy_x_get_y",
      buy: { lines: { productIds: [], categoryIds: [], tags: ["tea"] }, quantity: 2 },
      get: { lines: null, quantity: 1, basisPoints: 5000 },
      times: null,
    },
    { type: "cheapest_free", every: 3, free: 1 },
    {
      type: "quantity_tiers",
      tiers: [
        { quantity: 5, basisPoints: 500 },
        { quantity: 10, basisPoints: 1000 },
      ],
    },
    {
      type: "spend_tiers",
      tiers: [
        { amounts: { EUR: 5000, USD: 6000 }, basisPoints: 500 },
        { amounts: { USD: 12_000, EUR: 10_000 }, basisPoints: 750 },
      ],
    },
  ];

  test.each(effects.map((effect) => [effect.type, effect] as const))("takes off by %s", async (_, effect) => {
    const { promos } = await newEditor();
    const { id } = await promos.save.mutate({ ...tenPercent, effect });
    // Sound: what goes in whole comes out as it is.
    expect((await promos.get.query({ id })).effect).toEqual(effect as never);
  });

  test("changes as a whole by its version, and what changed is written down", async () => {
    const clock = newClock();
    const { shop, promos } = await newEditor(await createTestShop({ clock }));
    const { id } = await promos.save.mutate({ ...tenPercent, priority: 5, usageLimit: 10 });
    clock.advance(1000);
    const changed = await promos.save.mutate({
      ...tenPercent,
      id,
      version: 1,
      priority: 6,
      status: "archived",
    });
    expect(changed).toMatchObject({
      ...plain,
      priority: 6,
      status: "archived",
      version: 2,
      updatedAt: clock.now(),
    });
    expect((await newestEvents(shop, 1))[0]?.details).toEqual({
      changes: {
        priority: { from: 5, to: 6 },
        status: { from: "active", to: "archived" },
        usageLimit: { from: 10, to: null },
      },
    });
    const again = await promos.save.mutate({ ...tenPercent, id, version: 2, priority: 6 });
    expect(again).toEqual(changed); // nothing to change, and the status stays
    expect(await promos.save.mutate({ ...tenPercent, id, version: 2, status: "active" })).toMatchObject({
      status: "active",
      version: 3,
    });
  });

  test("that has changed since it was seen is not written over", async () => {
    const { shop, promos } = await newEditor();
    const { id } = await promos.save.mutate(tenPercent);
    await promos.save.mutate({ ...tenPercent, id, version: 1, priority: 1 });
    const before = await readTables(shop);
    for (const stale of [
      promos.save.mutate({ ...tenPercent, id, version: 1, priority: 2 }),
      promos.archive.mutate({ id, version: 1 }),
    ]) {
      expect(await refusalOf(stale)).toEqual({ code: "VERSION_CONFLICT", data: { current: 2 } });
    }
    expect(await readTables(shop)).toEqual(before);
  });

  test("changed by two at once keeps what one of them said and refuses the other", async () => {
    const { promos } = await newEditor();
    const { id } = await promos.save.mutate(tenPercent);
    const saves = await Promise.allSettled(
      [1, 2].map((priority) => promos.save.mutate({ ...tenPercent, id, version: 1, priority })),
    );
    expect(saves.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("keeps its trigger, and a limit that its uses are within", async () => {
    const { shop, db, promos } = await newEditor();
    const { id } = await newPromotion(db, { uses: 5 });
    const before = await readTables(shop);
    const save = (wrong: Partial<SaveInput>) =>
      refusalOf(promos.save.mutate({ ...tenPercent, id, version: 1, ...wrong }));
    expect(await save({ trigger: "code" })).toMatchObject(issueAt("trigger"));
    expect(await save({ usageLimit: 4 })).toMatchObject(issueAt("usageLimit"));
    expect(await readTables(shop)).toEqual(before);
    expect(await promos.save.mutate({ ...tenPercent, id, version: 1, usageLimit: 5 })).toMatchObject({
      usageLimit: 5,
    });
  });

  test("is archived once, at once, and brought back", async () => {
    const { shop, promos } = await newEditor();
    const { id } = await promos.save.mutate(tenPercent);
    const archived = await promos.archive.mutate({ id });
    expect(archived).toMatchObject({ status: "archived", version: 2 });
    expect(await promos.archive.mutate({ id, version: 2 })).toEqual(archived);
    expect(await newestEvents(shop, 2)).toMatchObject([
      { type: "promotion-archived", subjectId: id },
      { type: "promotion-saved", subjectId: id },
    ]);
    expect(await promos.save.mutate({ ...tenPercent, id, version: 2, status: "active" })).toMatchObject({
      status: "active",
    });
  });
});

describe("bad input changes nothing and is named by its field:", () => {
  const nobody = { productIds: [], categoryIds: [], tags: [] };
  const off = (effect: object) => ({ effect }) as Partial<SaveInput>;
  const tiers = (type: string, ...all: object[]) => off({ type, tiers: all });
  const when = (conditions: object) => ({ conditions }) as Partial<SaveInput>;
  const amounts = (given: object) => off({ type: "fixed_amount", target: "lines", amounts: given });
  const sides = (buy: object, get: object = {}) =>
    off({
      type: "buy_x_get_y",
      buy: { lines: null, quantity: 1, ...buy },
      get: { lines: null, quantity: 1, basisPoints: 10_000, ...get },
      times: null,
    });

  const bad: [string, Partial<SaveInput>][] = [
    ["name", { name: " " }],
    ["name", { name: "x".repeat(201) }],
    ["name", { name: "\ud800" }],
    ["trigger", { trigger: "magic" as never }],
    ["status", { status: "paused" as never }],
    ["version", { version: 1 }],
    ["priority", { priority: 1.5 }],
    ["priority", { priority: 1001 }],
    ["endsAt", { startsAt: new Date(2), endsAt: new Date(2) }],
    ["endsAt", { startsAt: new Date(2), endsAt: new Date(1) }],
    ["usageLimit", { usageLimit: 0 }],
    ["usageLimitPerCustomer", { usageLimitPerCustomer: 0 }],
    ["lines", { lines: nobody }],
    ["lines.tags.0", { lines: { ...nobody, tags: [" "] } }],
    ["lines.tags.1", { lines: { ...nobody, tags: ["a", "a"] } }],
    ["lines.productIds.1", { lines: { ...nobody, productIds: ["a", "a"] } }],
    ["lines.productIds.0", { lines: { ...nobody, productIds: ["prod_none"] } }],
    ["lines.categoryIds.0", { lines: { ...nobody, categoryIds: ["cat_none"] } }],
    ["lines.tags", { lines: { ...nobody, tags: Array.from({ length: 251 }, (_, n) => `${n}`) } }],
    ["conditions.markets", when({ markets: [] })],
    ["conditions.markets.1", when({ markets: ["default", "moon"] })],
    ["conditions.customerGroups.0", when({ customerGroups: ["x".repeat(51)] })],
    ["conditions.customerGroups", when({ customerGroups: [] })],
    ["conditions.minQuantity", when({ minQuantity: 0 })],
    ["conditions.minSubtotal", when({ minSubtotal: {} })],
    ["conditions.minSubtotal.EUR", when({ minSubtotal: { EUR: 0 } })],
    ["conditions.minSubtotal.eur", when({ minSubtotal: { eur: 100 } })],
    ["conditions.weekdays", when({ weekdays: [] })],
    ["conditions.weekdays.0", when({ weekdays: [0] })],
    ["conditions.weekdays.1", when({ weekdays: [7, 8] })],
    ["conditions.weekdays.1", when({ weekdays: [1, 1] })],
    ["conditions.timeZone", when({ timeZone: "Mars/Olympus" })],
    ["conditions.timeZone", when({ timeZone: "+01:00" })],
    ["conditions.timeZone", when({ timeZone: "" })],
    ["cap.EUR", { cap: { EUR: 0 } }],
    ["cap", { cap: {} }],
    ["effect.type", off({ type: "gift" })],
    ["effect.basisPoints", off({ type: "percentage", target: "lines", basisPoints: 0 })],
    ["effect.basisPoints", off({ type: "percentage", target: "lines", basisPoints: 10_001 })],
    ["effect.basisPoints", off({ type: "percentage", target: "lines", basisPoints: 12.5 })],
    ["effect.target", off({ type: "percentage", target: "basket", basisPoints: 1 })],
    ["effect.target", off({ type: "fixed_price", target: "order", amounts: { EUR: 1 } })],
    ["effect.amounts", amounts({})],
    ["effect.amounts.EUR", amounts({ EUR: 0 })],
    ["effect.amounts.EUR", amounts({ EUR: -1 })],
    ["effect.amounts.EUR", amounts({ EUR: 0.5 })],
    ["effect.amounts.EUR", amounts({ EUR: 100_000_000_001 })],
    ["effect.amounts.EURO", amounts({ EURO: 1 })],
    ["effect.amounts.XXX", amounts({ XXX: 1 })],
    ["effect.buy.quantity", sides({ quantity: 0 })],
    ["effect.get.quantity", sides({}, { quantity: 90_001 })],
    ["effect.get.basisPoints", sides({}, { basisPoints: 0 })],
    ["effect.buy.lines", sides({ lines: nobody })],
    ["effect.get.lines.productIds.0", sides({}, { lines: { ...nobody, productIds: ["prod_none"] } })],
    ["effect.buy.lines.categoryIds.0", sides({ lines: { ...nobody, categoryIds: ["cat_none"] } })],
    ["effect.every", off({ type: "cheapest_free", every: 1, free: 1 })],
    ["effect.free", off({ type: "cheapest_free", every: 3, free: 3 })],
    ["effect.free", off({ type: "cheapest_free", every: 3, free: 0 })],
    ["effect.tiers", tiers("quantity_tiers")],
    [
      "effect.tiers.1.quantity",
      tiers("quantity_tiers", { quantity: 5, basisPoints: 1 }, { quantity: 5, basisPoints: 2 }),
    ],
    [
      "effect.tiers.1.basisPoints",
      tiers("quantity_tiers", { quantity: 5, basisPoints: 2 }, { quantity: 6, basisPoints: 2 }),
    ],
    [
      "effect.tiers.1.amounts.EUR",
      tiers("spend_tiers", { amounts: { EUR: 9 }, basisPoints: 1 }, { amounts: { EUR: 9 }, basisPoints: 2 }),
    ],
    [
      "effect.tiers.1.basisPoints",
      tiers("spend_tiers", { amounts: { EUR: 8 }, basisPoints: 2 }, { amounts: { EUR: 9 }, basisPoints: 1 }),
    ],
    [
      "effect.tiers.1.amounts",
      tiers("spend_tiers", { amounts: { EUR: 8 }, basisPoints: 1 }, { amounts: { USD: 9 }, basisPoints: 2 }),
    ],
    ["cap", { ...amounts({ EUR: 100 }), cap: { USD: 100 } }],
    ["conditions.minSubtotal", { ...amounts({ EUR: 100 }), ...when({ minSubtotal: { USD: 1 } }) }],
    [
      "cap",
      {
        ...when({ minSubtotal: { EUR: 1, USD: 1 } }),
        ...amounts({ EUR: 1, GBP: 1 }),
        cap: { GBP: 1, USD: 1 },
      },
    ],
    ["cap", { ...tiers("spend_tiers", { amounts: { EUR: 8 }, basisPoints: 1 }), cap: { USD: 1 } }],
  ];

  test.each(bad)("%s", async (path, wrong) => {
    const { shop, promos } = await shared;
    const before = await readTables(shop);
    const { code, data } = await refusalOf(promos.save.mutate({ ...tenPercent, ...wrong }));
    expect(code).toBe("BAD_REQUEST");
    expect("issues" in data && data.issues).toContainEqual({ path, message: expect.any(String) });
    expect(await readTables(shop)).toEqual(before);
  });

  /** One shop for all of them: none changes it. */
  const shared = newEditor();
});

describe("the list of promotions", () => {
  test("has the newest first, a page at a time, and nothing of their rules", async () => {
    const { db, promos } = await newEditor();
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.unshift((await newPromotion(db)).id);
    const listed: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await promos.list.query({ limit: 2, ...(cursor !== null && { cursor }) });
      listed.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      await newPromotion(db); // what comes meanwhile moves nothing
    } while (cursor !== null);
    expect(listed).toEqual(made);
    const [item] = (await promos.list.query({ limit: 1 })).items;
    expect(item).toMatchObject({ uses: 0, discounted: [], version: 1 });
    expect(item).not.toHaveProperty("effect");
  });

  test("is filtered by status and trigger", async () => {
    const { db, promos } = await newEditor();
    const automatic = await newPromotion(db);
    const byCode = await newPromotion(db, { codes: ["ONE"] });
    const ended = await newPromotion(db, { status: "archived" });
    const idsOf = async (input: Input<"admin.promotions.list">) =>
      (await promos.list.query(input)).items.map(({ id }) => id);
    expect(await idsOf({ status: "archived" })).toEqual([ended.id]);
    expect(await idsOf({ trigger: "code" })).toEqual([byCode.id]);
    expect(await idsOf({ trigger: "automatic", status: "active" })).toEqual([automatic.id]);
  });

  test.each([
    ["SUMMER", ["sale"]],
    [" summer-1 ", ["sale"]],
    ["UMMER", []],
    ["per cent", ["percent"]],
    ["5%", ["percent"]],
    ["%", ["percent"]],
    ["_", []],
    ["' or 1=1 --", []],
    ["", ["percent", "sale"]],
  ])("is searched by name and code for %p", async (q, expected) => {
    const { db, promos } = await newEditor();
    const names = new Map([
      [(await newPromotion(db, { name: "Sale", codes: ["SUMMER-1", "SUMMER-2"] })).id, "sale"],
      [(await newPromotion(db, { name: "5% Per Cent" })).id, "percent"],
    ]);
    const { items } = await promos.list.query({ q });
    expect(items.map(({ id }) => names.get(id))).toEqual(expected);
  });

  test("refuses limits and cursors that are none of its own", async () => {
    const { db, promos } = await newEditor();
    const { id: promotionId } = await newPromotion(db, { codes: ["ONE", "TWO"] });
    const { nextCursor } = await promos.codes.query({ promotionId, limit: 1 });
    for (const input of [{ limit: 0 }, { limit: 101 }, { cursor: "none" }, { cursor: nextCursor ?? "" }]) {
      expect((await refusalOf(promos.list.query(input))).code).toBe("BAD_REQUEST");
    }
  });
});

describe("codes", () => {
  test("are given one by one, whatever the case of their letters, and belong to one promotion", async () => {
    const { shop, db, promos } = await newEditor();
    const [mine, other] = [
      await newPromotion(db, { codes: ["FIRST"] }),
      await newPromotion(db, { codes: ["X-1"] }),
    ];
    const create = (promotionId: string, code: string) =>
      promos.createCodes.mutate({ promotionId, code, usageLimit: null });
    expect(await create(mine.id, " summer10 ")).toEqual({ codes: ["SUMMER10"] });
    expect(await newestEvents(shop, 1)).toMatchObject([
      { type: "promotion-codes-created", subjectId: mine.id, details: { codes: 1, usageLimit: null } },
    ]);
    const before = await readTables(shop);
    expect(await refusalOf(create(other.id, "Summer10"))).toMatchObject(issueAt("code"));
    expect(await readTables(shop)).toEqual(before);
  });

  test("are made ten thousand at a time, no two alike, none to be guessed", async () => {
    const { db, promos } = await newEditor();
    const { id: promotionId } = await newPromotion(db, { codes: ["FIRST"] });
    const { codes } = await promos.createCodes.mutate({
      promotionId,
      count: 10_000,
      prefix: "gift-",
      usageLimit: 1,
    });
    expect(new Set(codes).size).toBe(10_000);
    const isRandom = /^GIFT-[0-9A-HJKMNP-TV-Z]{10}$/; // 50 random bits
    expect(codes.filter((code) => !isRandom.test(code))).toEqual([]);
    const used = new Set(codes.flatMap((code) => [...code.slice(5)]));
    expect(used.size).toBe(32);
    const first = await promos.codes.query({ promotionId, q: "gift", limit: 100 });
    expect(first.items.map(({ code }) => code)).toEqual(codes.toSorted().slice(0, 100));
    expect(first.items[0]).toEqual({
      code: expect.any(String),
      promotionId,
      usageLimit: 1,
      uses: 0,
      endedAt: null,
      createdAt: expect.any(Date),
    });
  });

  test("asked for again under the same key are the same, and made once", async () => {
    const { db, promos } = await newEditor();
    const { id: promotionId } = await newPromotion(db, { codes: ["FIRST"] });
    const create = () =>
      promos.createCodes.mutate({ promotionId, count: 3, usageLimit: 1 }, { idempotencyKey: "once" });
    const { codes } = await create();
    expect(await create()).toEqual({ codes });
    expect((await promos.codes.query({ promotionId })).items.length).toBe(4);
  });

  test("are listed in their order, a page at a time, all or those not used", async () => {
    const { db, promos } = await newEditor();
    const { id: promotionId } = await newPromotion(db, { codes: ["B1", "A1", "C1"] });
    await newPromotion(db, { codes: ["OTHER"] });
    await promos.createCodes.mutate({ promotionId, code: "B22", usageLimit: 9 });
    const walk = async (input: Omit<Input<"admin.promotions.codes">, "promotionId">) => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await promos.codes.query({ promotionId, limit: 1, cursor, ...input });
        found.push(...page.items.map(({ code }) => code));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return found;
    };
    expect(await walk({})).toEqual(["A1", "B1", "B22", "C1"]);
    expect(await walk({ q: "b" })).toEqual(["B1", "B22"]);
    expect(await walk({ q: "D" })).toEqual([]);
    const used = await newPromotion(db, { codes: ["USED"], codeUses: 1 });
    expect((await promos.codes.query({ promotionId: used.id })).items).toMatchObject([
      { code: "USED", uses: 1 },
    ]);
    expect((await promos.codes.query({ promotionId: used.id, unused: true })).items).toEqual([]);
    expect(await walk({ unused: true })).toEqual(["A1", "B1", "B22", "C1"]);
  });

  test("are taken back one by one, for good, and stay known", async () => {
    const clock = newClock();
    const { shop, db, promos } = await newEditor(await createTestShop({ clock }));
    const { id: promotionId } = await newPromotion(db, { codes: ["SUMMER10"], codeUses: 2 });
    const ended = await promos.endCode.mutate({ code: "summer10" });
    expect(ended).toMatchObject({ code: "SUMMER10", promotionId, uses: 2, endedAt: clock.now() });
    clock.advance(1000);
    expect(await promos.endCode.mutate({ code: "SUMMER10" })).toEqual(ended);
    expect(await newestEvents(shop, 2)).toMatchObject([
      { type: "promotion-code-ended", subjectId: promotionId, details: { code: "SUMMER10" } },
    ]);
    const again = promos.createCodes.mutate({ promotionId, code: "SUMMER10", usageLimit: 1 });
    expect(await refusalOf(again)).toMatchObject(issueAt("code"));
    expect(await refusalOf(promos.endCode.mutate({ code: "NONE" }))).toEqual({ code: "NOT_FOUND", data: {} });
  });

  test("are none of a promotion that comes by itself", async () => {
    const { shop, db, promos } = await newEditor();
    const { id: promotionId } = await newPromotion(db);
    const before = await readTables(shop);
    const refused = promos.createCodes.mutate({ promotionId, count: 1, usageLimit: 1 });
    expect(await refusalOf(refused)).toMatchObject(issueAt("promotionId"));
    expect(await readTables(shop)).toEqual(before);
  });

  test.each<[string, Omit<Input<"admin.promotions.createCodes">, "promotionId">]>([
    ["code", { code: "AB", usageLimit: 1 }],
    ["code", { code: "A".repeat(41), usageLimit: 1 }],
    ["code", { code: "SUMMER 10", usageLimit: 1 }],
    ["code", { code: "A\u200bBC", usageLimit: 1 }],
    ["count", { usageLimit: 1 }],
    ["count", { code: "ABC", count: 1, usageLimit: 1 }],
    ["count", { count: 0, usageLimit: 1 }],
    ["count", { count: 10_001, usageLimit: 1 }],
    ["prefix", { code: "ABC", prefix: "A", usageLimit: 1 }],
    ["prefix", { count: 1, prefix: "A".repeat(31), usageLimit: 1 }],
    ["prefix", { count: 1, prefix: "A B", usageLimit: 1 }],
    ["usageLimit", { count: 1, usageLimit: 0 }],
  ])("that cannot be are refused by %s", async (path, input) => {
    const { db, promos } = await newEditor();
    const { id: promotionId } = await newPromotion(db, { codes: ["FIRST"] });
    const { code, data } = await refusalOf(promos.createCodes.mutate({ promotionId, ...input }));
    expect(code).toBe("BAD_REQUEST");
    expect("issues" in data && data.issues).toContainEqual({ path, message: expect.any(String) });
    expect((await promos.codes.query({ promotionId })).items.length).toBe(1);
  });
});

test("the usage of a promotion tells of its orders, the newest first, and what they come to", async () => {
  const { db, promos } = await newEditor();
  const { id } = await newPromotion(db, {
    codes: ["SUMMER10"],
    uses: 3,
    usageLimit: 10,
    discounted: { USD: 700, EUR: 300 },
  });
  const { id: otherId } = await newPromotion(db);
  const now = Date.now();
  const use = async (promotionId: string, secondsAgo: number, amount: number) => {
    const { id: orderId, number } = await newEmptyOrder(db);
    const usedAt = new Date(now - secondsAgo * 1000);
    const row = { code: "SUMMER10", buyer: "cus_ada", amount, currency: "EUR", usedAt };
    await db.insert(promotionUses).values({ ...row, promotionId, orderId });
    return { orderId, orderNumber: number, code: "SUMMER10", amount: { amount, currency: "EUR" }, usedAt };
  };
  const uses = [await use(id, 30, 1), await use(id, 10, 2), await use(id, 10, 3)].toReversed();
  await use(otherId, 10, 4);
  const first = await promos.usage.query({ id, limit: 2 });
  expect(first).toEqual({
    uses: 3,
    usageLimit: 10,
    discounted: [
      { amount: 300, currency: "EUR" },
      { amount: 700, currency: "USD" },
    ],
    items: uses.slice(0, 2),
    nextCursor: expect.any(String),
  });
  const second = await promos.usage.query({ id, limit: 2, cursor: first.nextCursor ?? "" });
  expect(second).toMatchObject({ items: uses.slice(2), nextCursor: null });
  expect((await refusalOf(promos.usage.query({ id, cursor: "none" }))).code).toBe("BAD_REQUEST");
});

test("only those who may write promotions change them, and those who may read them see them", async () => {
  const { shop, db } = await newEditor();
  const { id } = await newPromotion(db, { codes: ["ONE"] });
  const reads = ({ admin }: ShopClient) => [
    admin.promotions.list.query({}),
    admin.promotions.get.query({ id }),
    admin.promotions.usage.query({ id }),
    admin.promotions.codes.query({ promotionId: id }),
  ];
  const writes = ({ admin }: ShopClient) => [
    admin.promotions.save.mutate(tenPercent),
    admin.promotions.archive.mutate({ id }),
    admin.promotions.createCodes.mutate({ promotionId: id, count: 1, usageLimit: 1 }),
    admin.promotions.endCode.mutate({ code: "ONE" }),
  ];
  const reader = (await newStaff(shop, { permissions: ["promotions:read"] })).client;
  const outsider = (await newStaff(shop, { permissions: ["catalog:write", "orders:write"] })).client;
  const before = await readTables(shop);
  expect((await Promise.all(reads(reader))).length).toBe(4);
  const refused = [...writes(reader), ...reads(outsider), ...writes(outsider)];
  const refusals = await Promise.all(refused.map(refusalOf));
  expect(refusals).toEqual(refused.map(() => ({ code: "FORBIDDEN", data: {} })));
  expect(await readTables(shop)).toEqual(before);
  expect((await db.select().from(promotions)).length).toBe(1);
});
