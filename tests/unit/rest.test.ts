import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { Refusal } from "../../server/http/refusal.ts";
import { exampleOf } from "../../server/http/rest/example.ts";
import { inputSchemaOf } from "../../server/http/rest/input-schema.ts";
import { jsonSchemaOf } from "../../server/http/rest/json-schema.ts";
import { openApiDocument } from "../../server/http/rest/openapi.ts";
import { readQuery } from "../../server/http/rest/read-query.ts";
import { readValue } from "../../server/http/rest/read-value.ts";
import { findRoute, parametersOf, restRoutes } from "../../server/http/rest/routes.ts";
import type { ProcedureMeta } from "../../server/trpc/meta.ts";
import { procedures } from "../../server/trpc/root.ts";

describe("an address", () => {
  test("leads to the procedure that declares it, with its parameters decoded", () => {
    const found = findRoute("PATCH", "/carts/cart_1/lines/a%2Fb");
    expect(found?.route.name).toBe("cart.updateLine");
    expect(found?.parameters).toEqual({ cartId: "cart_1", lineId: "a/b" });
  });

  test("leads by its own words before it leads by another's parameters", () => {
    expect(findRoute("GET", "/carts/current")?.route.name).toBe("cart.current");
    expect(findRoute("GET", "/carts/cart_1")?.route.name).toBe("cart.get");
  });

  test("is asked by HEAD as by GET", () => {
    expect(findRoute("HEAD", "/products")?.route.name).toBe("catalog.products");
  });

  test.each([
    ["GET", "/nothing"],
    ["GET", "/products/"],
    ["GET", "/products/cup/"],
    ["GET", "/products/%E0%A4%A"],
    ["DELETE", "/products"],
  ])("%s %s leads nowhere", (method, path) => {
    expect(findRoute(method, path)).toBeUndefined();
  });
});

describe("every procedure", () => {
  test("has an address, but for the one that is watched", () => {
    const named = new Set(restRoutes.map(({ name }) => name));
    expect(Object.keys(procedures).filter((name) => !named.has(name))).toEqual(["order.watch"]);
  });

  test("has an address of its own", () => {
    const addresses = restRoutes.map(
      ({ method, template }) => `${method} ${template.replace(/\{\w+\}/g, "{}")}`,
    );
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test.each(restRoutes.map((route) => [route.name, route] as const))(
    "%s only reads where its method says so, and takes what its address names",
    (_, route) => {
      const isQuery = route.procedure._def.type === "query";
      expect(route.method === "GET").toBe(isQuery);
      const input = inputSchemaOf(route);
      const text = JSON.stringify(input);
      for (const parameter of parametersOf(route)) expect(text).toContain(`"${parameter}":`);
    },
  );

  test.each(
    restRoutes.flatMap((route) => {
      const schema = inputSchemaOf(route);
      return schema ? [[route.name, route, schema] as const] : [];
    }),
  )("%s takes the example that the documentation gives", (_, { procedure }, schema) => {
    const [input] = procedure._def.inputs as z.ZodType[];
    const read = readValue(exampleOf(schema, schema), schema, schema);
    expect(input?.safeParse(read).error?.issues).toBeUndefined();
  });

  test("says what its answer looks like", () => {
    for (const { name, procedure } of restRoutes) {
      const { output } = procedure._def as unknown as { output?: z.ZodType };
      expect([name, output instanceof z.ZodType]).toEqual([name, true]);
    }
  });

  test("says who may call it", () => {
    for (const { procedure } of restRoutes) {
      expect((procedure._def.meta as ProcedureMeta).access).toBeString();
    }
  });
});

describe("what came as text", () => {
  const read = (schema: z.ZodType, value: unknown) => {
    const written = jsonSchemaOf(schema, "input");
    return readValue(value, written, written);
  };

  test.each<[string, z.ZodType, unknown, unknown]>([
    ["a number", z.int(), "12", 12],
    ["no number", z.int(), "12a", "12a"],
    ["a truth value", z.boolean(), "false", false],
    ["a text that looks like a number", z.string(), "12", "12"],
    ["a date", z.date(), "2026-05-01T12:00:00Z", new Date("2026-05-01T12:00:00Z")],
    ["no date", z.date(), "yesterday", "yesterday"],
    ["one of a list", z.array(z.int()), "1", [1]],
    ["several of a list", z.array(z.int()), ["1", "2"], [1, 2]],
    ["a date or nothing", z.date().nullable(), "2026-05-01", new Date("2026-05-01")],
    ["nothing", z.date().nullable(), null, null],
    ["a list or a truth value", z.union([z.array(z.string()), z.boolean()]), "true", ["true"]],
    ["a record", z.object({ a: z.int(), b: z.string() }), { a: "1", b: "1" }, { a: 1, b: "1" }],
    ["an unknown field", z.object({ a: z.int() }), { b: "1" }, { b: "1" }],
    ["a record of many", z.record(z.string(), z.int()), { a: "1" }, { a: 1 }],
    [
      "one of several kinds",
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("a"), at: z.string() }),
        z.object({ kind: z.literal("b"), at: z.date() }),
      ]),
      { kind: "b", at: "2026-05-01" },
      { kind: "b", at: new Date("2026-05-01") },
    ],
    ["a shape with a name", z.object({ a: z.int() }).meta({ id: "NamedShape" }), { a: "1" }, { a: 1 }],
  ])("is read as %s where that is expected", (_, schema, value, expected) => {
    expect(read(schema, value)).toEqual(expected);
  });
});

describe("the query of an address", () => {
  test.each([
    ["limit=2&q=cup", { limit: "2", q: "cup" }],
    ["tags=a&tags=b", { tags: ["a", "b"] }],
    ["tags[]=a", { tags: "a" }],
    ["price[min]=1&price[max]=2", { price: { min: "1", max: "2" } }],
    ["options[Size]=S&options[Size]=M", { options: { Size: ["S", "M"] } }],
    ["__proto__[polluted]=1", { ["__proto__"]: { polluted: "1" } }],
  ])("%s is one record", (query, expected) => {
    expect(JSON.stringify(readQuery(new URLSearchParams(query)))).toBe(JSON.stringify(expected));
    expect({}).not.toHaveProperty("polluted");
  });

  test("of too many brackets is refused", () => {
    expect(() => readQuery(new URLSearchParams(`a${"[b]".repeat(10)}=1`))).toThrow(Refusal);
  });
});

describe("the document", () => {
  const text = JSON.stringify(openApiDocument({ origin: "http://shop.test", secureCookies: true }));
  const { components } = JSON.parse(text) as {
    components: { schemas: object; responses: Record<string, { headers?: object; content: unknown }> };
  };

  test("refers to each schema that it names, and names each that it refers to", () => {
    const references = text.matchAll(/"#\/components\/schemas\/([^"]+)"/g);
    const referred = new Set([...references].map(([, name]) => name));
    expect([...referred].toSorted()).toEqual(Object.keys(components.schemas));
  });

  test("shows what comes with each code of a refusal", () => {
    for (const [name, { content }] of Object.entries(components.responses)) {
      const { examples } = Object(content)["application/json"];
      expect(Object.keys(examples)).toEqual(name.split("."));
    }
    expect(text).toContain('"data":{"variantId":"id_1","available":2}');
  });

  test("tells of Retry-After wherever there may be too many requests", () => {
    const told = Object.entries(components.responses).flatMap(([name, { headers }]) =>
      headers ? [name] : [],
    );
    expect(told).toEqual(Object.keys(components.responses).filter((name) => name.includes("RATE_LIMITED")));
    expect(told).not.toEqual([]);
  });
});
