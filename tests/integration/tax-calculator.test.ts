import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import type { TaxRequest } from "../../server/core/ports.ts";
import { createDeps } from "../../server/deps.ts";
import { loadEnv } from "../../server/env.ts";
import { createHttpTaxCalculator } from "../../server/infra/tax/http-calculator.ts";
import { newClock } from "../helpers/clock.ts";
import { newLogRecorder } from "../helpers/logs.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const secret = "hunter2-tax";

const request: TaxRequest = {
  currency: "EUR",
  pricesIncludeTax: true,
  destination: { country: "DE", region: "Berlin", postalCode: "10115" },
  items: [
    { id: "line_1", sku: "TEA-1", taxClass: "reduced", quantity: 2, amount: 2140 },
    { id: "line_2", sku: null, taxClass: "standard", quantity: 1, amount: 1190 },
  ],
  shippingAmount: 490,
};

const vat = (amount: number, rate = 190_000) => ({ name: "VAT", rate, amount });

const answer = {
  items: [
    { id: "line_2", taxes: [vat(190)] },
    { id: "line_1", taxes: [vat(140, 70_000)] },
  ],
  shipping: [vat(78)],
  total: 408,
};

/** What the server does with the next request, and what the last one was. */
let respond: (request: Request) => Response | Promise<Response>;
let asked: { method: string; authorization: string | null; body: unknown } | undefined;

const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  idleTimeout: 0,
  async fetch(incoming) {
    const { method, headers } = incoming;
    asked = { method, authorization: headers.get("authorization"), body: await incoming.json() };
    return respond(incoming);
  },
});
const url = `http://127.0.0.1:${server.port}/assess`;

afterAll(() => server.stop(true));

beforeEach(() => {
  respond = () => Response.json(answer);
});

function newCalculator({ patience = 2_000, to = url } = {}) {
  const { logger, lines } = newLogRecorder();
  const clock = newClock();
  const calculator = createHttpTaxCalculator({ url: to, secret }, { logger, clock, patience });
  return { calculator, clock, lines };
}

describe("a tax calculator", () => {
  test("is asked with its secret for exactly what the cart holds, and answers each item and shipping", async () => {
    const { calculator, lines } = newCalculator();
    expect(await calculator.assess(request)).toEqual({
      items: new Map([
        ["line_2", [vat(190)]],
        ["line_1", [vat(140, 70_000)]],
      ]),
      shipping: [vat(78)],
    });
    expect(asked).toEqual({ method: "POST", authorization: `Bearer ${secret}`, body: request });
    expect(lines()).toEqual([]);
  });

  test("may take several taxes of one thing, or none", async () => {
    const { calculator } = newCalculator();
    const taxes = [
      { name: "GST", rate: 50_000, amount: 60 },
      { name: "QST", rate: 99_750, amount: 119 },
    ];
    respond = () =>
      Response.json({
        items: [
          { id: "line_1", taxes: [] },
          { id: "line_2", taxes },
        ],
        shipping: [],
        total: 179,
      });
    const assessment = await calculator.assess({ ...request, pricesIncludeTax: false });
    expect(assessment?.items.get("line_2")).toEqual(taxes);
    expect(assessment?.items.get("line_1")).toEqual([]);
  });

  test("is there where it is configured, and else not", async () => {
    const set = { DATA_DIR: temporaryPath("data"), TAX_CALCULATOR_URL: url, TAX_CALCULATOR_SECRET: secret };
    for (const [source, isThere] of [
      [set, true],
      [{ DATA_DIR: set.DATA_DIR }, false],
    ] as const) {
      const { database, taxCalculator } = await createDeps(loadEnv({ ...source, LOG_LEVEL: "silent" }));
      database.client.close();
      expect((await taxCalculator?.assess(request)) !== undefined).toBe(isThere);
    }
  });
});

describe("no answer that can be relied on is", () => {
  const [second, first] = answer.items;
  const failures: Record<string, () => Response | Promise<Response>> = {
    "a failure": () => new Response("Boom: select * from secrets", { status: 500 }),
    "a refusal": () => Response.json(answer, { status: 401 }),
    "a redirect": () => Response.redirect(url, 307),
    "no JSON": () => new Response("<html>"),
    "an empty one": () => new Response(null, { status: 204 }),
    "one of another shape": () => Response.json({ tax: 408 }),
    "an amount that is no whole number": () => Response.json({ ...answer, shipping: [vat(77.5)] }),
    "a negative amount": () => Response.json({ ...answer, shipping: [vat(-78)], total: 252 }),
    "a rate beyond all of it": () => Response.json({ ...answer, shipping: [vat(78, 1_000_001)] }),
    "a tax without a name": () => Response.json({ ...answer, shipping: [{ ...vat(78), name: " " }] }),
    "a total that is not the sum": () => Response.json({ ...answer, total: 409 }),
    "one that lacks an item": () => Response.json({ ...answer, items: [second], total: 268 }),
    "one with an item of its own": () =>
      Response.json({ ...answer, items: [...answer.items, { id: "line_3", taxes: [] }] }),
    "one about other items": () => Response.json({ ...answer, items: [first, { ...second, id: "line_3" }] }),
    "one that names an item twice": () => Response.json({ ...answer, items: [first, first], total: 358 }),
    "more tax than an item costs": () =>
      Response.json({ ...answer, items: [first, { id: "line_2", taxes: [vat(1191)] }], total: 1409 }),
    "taxes that are more than shipping costs together": () =>
      Response.json({ ...answer, shipping: [vat(300), vat(300)], total: 930 }),
  };

  test.each(Object.entries(failures))("%s", async (_, failure) => {
    const { calculator, lines } = newCalculator();
    respond = failure;
    expect(await calculator.assess(request)).toBeUndefined();
    expect(lines()).toMatchObject([
      { msg: expect.stringContaining("tax calculator"), reason: expect.any(String) },
    ]);
    expect(JSON.stringify(lines())).not.toMatch(/hunter2|secrets|TEA-1/);
  });

  test("one that does not come in time, or not to its end", async () => {
    const { promise: never, resolve } = Promise.withResolvers<Response>();
    const endless = new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode("{")) });
    for (const hang of [() => never, () => new Response(endless)]) {
      const { calculator, lines } = newCalculator({ patience: 20 });
      respond = hang;
      expect(await calculator.assess(request)).toBeUndefined();
      expect(lines()).toMatchObject([{ reason: "it took too long to answer" }]);
    }
    resolve(Response.json(answer));
  });

  test("one of a server that is not there", async () => {
    const { calculator, lines } = newCalculator({ to: "http://127.0.0.1:1/assess" });
    expect(await calculator.assess(request)).toBeUndefined();
    expect(lines()).toHaveLength(1);
  });
});

test("a calculator that is away is told once a minute, and asked each time", async () => {
  const { calculator, clock, lines } = newCalculator();
  respond = () => new Response(null, { status: 503 });
  for (let times = 0; times < 3; times++) expect(await calculator.assess(request)).toBeUndefined();
  expect(lines()).toHaveLength(1);
  respond = () => Response.json(answer);
  expect(await calculator.assess(request)).toBeDefined();
  respond = () => new Response(null, { status: 503 });
  clock.advance(59_999);
  await calculator.assess(request);
  expect(lines()).toHaveLength(1);
  clock.advance(1);
  await calculator.assess(request);
  expect(lines()).toHaveLength(2);
});
