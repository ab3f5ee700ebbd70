import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import superjson from "superjson";
import { decode, type Encoded, encode } from "../../client-sdk/src/codec.ts";

const throughJson = (value: unknown): Encoded => JSON.parse(JSON.stringify(value));

/** Keys that superjson itself refuses. */
const refusedKeys = new Set(["__proto__", "constructor", "prototype", "toJSON"]);

const key = fc.oneof(fc.string(), fc.constantFrom("a.b", "\\", "a\\.b", "", "0")).filter(
  (each) => !refusedKeys.has(each) && !each.includes("\0"), // which no text of the shop holds
);

const leaf = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.double(),
  fc.bigInt(),
  fc.date(),
  fc.webUrl().map((text) => new URL(text)),
  fc.constantFrom(null, undefined),
);

/** Without one object at two places, which superjson tells beside the values. */
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("value")),
    fc.dictionary(key, tie("value")),
    fc.array(fc.tuple(leaf, tie("value"))).map((entries) => new Map(entries)),
    fc.array(tie("value")).map((items) => new Set(items)),
  ),
})).value;

describe("what goes over the wire", () => {
  test("is written as superjson writes it", () => {
    fc.assert(
      fc.property(value, (any) => {
        const { json, meta } = superjson.serialize(any);
        const { referentialEqualities: _, ...rest } = meta ?? {};
        const written = rest.values ? { json, meta: rest } : { json };
        expect(throughJson(encode(any))).toEqual(throughJson(written));
      }),
    );
  });

  test("is read as superjson reads it, and comes back as it was", () => {
    fc.assert(
      fc.property(value, (any) => {
        expect(decode(throughJson(superjson.serialize(any)))).toEqual(any);
        expect(superjson.deserialize(JSON.parse(JSON.stringify(encode(any))))).toEqual(any);
      }),
    );
  });

  test("leaves to toJSON what has a class of its own", () => {
    const money = new (class {
      cents = new Date(0);
      toJSON = () => "1.00";
    })();
    expect(throughJson(encode({ money }))).toEqual({ json: { money: "1.00" } });
  });

  test("cannot reach what an object inherits", () => {
    const forged = (path: string): Encoded => ({ json: { a: {} }, meta: { values: { [path]: ["Date"] } } });
    for (const path of ["a.__proto__.polluted", "a.constructor.prototype.polluted", "nothing"]) {
      expect(() => decode(forged(path))).toThrow("Nothing at");
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
