import { describe, expect, test } from "bun:test";
import { deriveBases } from "../../client-sdk/scripts/generator/derive-bases.ts";
import { nameRepeated } from "../../client-sdk/scripts/generator/name-repeated.ts";
import { printFlat } from "../../client-sdk/scripts/generator/print-shape.ts";
import {
  type Declaration,
  type Field,
  type Shape,
  unionOf,
  word,
} from "../../client-sdk/scripts/generator/shape.ts";

const field = (name: string, origin: object, more: Partial<Field> = {}): Field => ({
  name,
  optional: false,
  readonly: false,
  shape: word("string"),
  doc: undefined,
  origin,
  ...more,
});
const object = (...fields: Field[]): Shape => ({ kind: "object", bases: [], fields });
const declared = (shape: Shape): Declaration => ({ shape, doc: undefined });

describe("what was made of a declared object says so:", () => {
  const [limit, cursor] = [{ limit: true }, { cursor: true }];
  const page = object(field("limit", limit), field("cursor", cursor));
  const { derive } = deriveBases(new Map([["Page", declared(page)]]), []);

  test("with its own fields beside", () => {
    const made = object(field("limit", limit), field("q", {}), field("cursor", cursor));
    expect(printFlat(derive(made))).toBe("Page & { q: string }");
  });

  test("not where it only looks like it, lacks something or has it otherwise", () => {
    const alike = object(field("limit", {}), field("cursor", {}));
    const part = object(field("limit", limit));
    const other = object(field("limit", limit), field("cursor", cursor, { optional: true }));
    expect([alike, part, other].map((shape) => printFlat(derive(shape)))).toEqual([
      "{ limit: string; cursor: string }",
      "{ limit: string }",
      "{ limit: string; cursor?: string }",
    ]);
  });

  test("wherever it stands, but for the declaration itself", () => {
    const list: Shape = {
      kind: "array",
      element: object(field("limit", limit), field("cursor", cursor)),
      readonly: true,
    };
    expect(printFlat(derive(list))).toBe("readonly Page[]");
    expect(printFlat(derive(page, "Page"))).toBe(printFlat(page));
  });

  test("of two with the same fields one alone", () => {
    const twins = new Map([
      ["First", declared(page)],
      ["Second", declared(page)],
    ]);
    const { derive } = deriveBases(twins, []);
    expect(printFlat(derive(page, "First"))).toBe(printFlat(page));
    expect(printFlat(derive(page, "Second"))).toBe("First");
  });

  test("also of one that has a name and stands nowhere by itself, which is then declared", () => {
    const origins = new Map([["limit", limit]]);
    const { derive, used } = deriveBases(new Map(), [{ name: "Limited", doc: "How many", origins }]);
    expect(printFlat(derive(object(field("limit", limit), field("q", {}))))).toBe("Limited & { q: string }");
    expect([...used]).toEqual([["Limited", { shape: object(field("limit", limit)), doc: "How many" }]]);
  });
});

describe("what repeats gets a name:", () => {
  const long = (doc?: string) =>
    object(field("something", {}, { doc }), field("quite", {}), field("long", {}), field("enough", {}));
  const name = (shapes: Record<string, Shape>, declarations = new Map<string, Declaration>()) => {
    const places = Object.entries(shapes).map(([path, shape]) => ({ path, shape }));
    const named = nameRepeated(declarations, places, (hint) => `Named:${hint}`);
    return {
      texts: Object.values(shapes).map((shape) => printFlat(named.replace(shape))),
      names: [...named.declarations.keys()],
    };
  };

  test("after the field that it stands in first, of a list in the singular", () => {
    const lines = field("lines", {}, { shape: { kind: "array", element: long(), readonly: false } });
    expect(name({ "a input": object(lines), "b output": unionOf([long(), word("null")]) })).toEqual({
      texts: ["{ lines: Named:line[] }", "Named:line | null"],
      names: ["Named:line"],
    });
  });

  test("that of a declaration which says the same", () => {
    const declarations = new Map([["Long", declared(long())]]);
    expect(name({ "a input": object(field("it", {}, { shape: long() })) }, declarations)).toEqual({
      texts: ["{ it: Long }"],
      names: ["Long"],
    });
  });

  test("not what is told of otherwise, is shorter than a name, or stands once", () => {
    const short = object(field("a", {}));
    const shapes = { "a input": long("One"), "b input": long("Another"), "c input": short, "d input": short };
    expect(name(shapes).names).toEqual([]);
  });
});
