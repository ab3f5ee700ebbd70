import { expect, test } from "bun:test";
import fc from "fast-check";
import { ByteCache } from "../../server/http/answers/byte-cache.ts";

const later = Number.POSITIVE_INFINITY;
const answer = (size: number, productId: string | null = null, expiresAt = later) => ({
  content: new Uint8Array(size),
  etag: '"tag"',
  expiresAt,
  productId,
});

test("what nobody has asked for longest makes room", () => {
  const cache = new ByteCache(4_000);
  for (const key of ["a", "b", "c"]) cache.set(key, answer(800));
  cache.get("a", 0);
  cache.set("d", answer(800));
  expect(["a", "b", "c", "d"].filter((key) => cache.get(key, 0))).toEqual(["a", "c", "d"]);
});

test("an answer larger than all of it is not kept", () => {
  const cache = new ByteCache(1_000);
  cache.set("a", answer(5_000));
  expect(cache.get("a", 0)).toBeUndefined();
  expect(cache.bytes).toBe(0);
});

test("an answer is gone when its time is up", () => {
  const cache = new ByteCache(4_000);
  cache.set("a", answer(10, null, 100));
  expect(cache.get("a", 99)).toBeDefined();
  expect(cache.get("a", 100)).toBeUndefined();
  expect(cache.bytes).toBe(0);
});

test("forgetting a product leaves the others, and forgetting all that is left leaves no bytes", () => {
  const productId = fc.constantFrom("one", "two", null);
  const entries = fc.array(fc.record({ key: fc.constantFrom(..."abcdefgh"), size: fc.nat(900), productId }));
  fc.assert(
    fc.property(entries, productId, (all, gone) => {
      const cache = new ByteCache(3_000);
      for (const { key, size, productId } of all) {
        cache.set(key, answer(size, productId));
        expect(cache.bytes).toBeLessThanOrEqual(3_000);
      }
      const keptBefore = [..."abcdefgh"].flatMap((key) => {
        const kept = cache.get(key, 0);
        return kept ? [[key, kept.productId] as const] : [];
      });
      cache.forget(gone);
      for (const [key, of] of keptBefore) expect(cache.get(key, 0) !== undefined).toBe(of !== gone);
      for (const each of ["one", "two", null]) cache.forget(each);
      expect(cache.bytes).toBe(0);
    }),
  );
});
