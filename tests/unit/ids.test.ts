import { expect, test } from "bun:test";
import { newCartId, newId, newOrderNumber, readOrderNumber } from "../../server/core/ids.ts";

const many = <T>(make: () => T) => Array.from({ length: 10_000 }, make);

test("ids are prefixed, unique and rise in the order of making", () => {
  const ids = many(() => newId("prod"));
  expect(ids[0]).toMatch(/^prod_[0-9a-f]{32}$/);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});

test("a cart id has 192 random bits and no order", () => {
  const ids = many(newCartId);
  expect(ids[0]).toMatch(/^cart_[\w-]{32}$/);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).not.toEqual(ids);
});

test("an order number can be read out and does not count", () => {
  const numbers = many(newOrderNumber);
  expect(numbers[0]).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.toSorted()).not.toEqual(numbers);
});

test("an order number is read however it was typed", () => {
  for (const number of many(newOrderNumber).slice(0, 100)) {
    expect(readOrderNumber(number)).toBe(number);
    expect(readOrderNumber(` ${number.toLowerCase().replace("-", "")} `)).toBe(number);
  }
  expect(readOrderNumber("o1lio-abcde")).toBe("01110-ABCDE");
});
