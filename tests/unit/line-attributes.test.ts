import { expect, test } from "bun:test";
import {
  attributesInput,
  attributesText,
  readAttributes,
} from "../../server/modules/cart/line-attributes.ts";

test.each(["constructor", "prototype"])("%s is no name of an attribute", (name) => {
  const { success } = attributesInput.safeParse(JSON.parse(`{"${name}":"x"}`));
  expect(success).toBe(false);
});

test("names and texts are kept to the letter, but for blanks around names", () => {
  const given = { " Engraving ": " for Ada ", ä: "", "10": "x", "2": "y" };
  const text = attributesText(attributesInput.parse(given));
  expect(readAttributes(text)).toEqual({ Engraving: " for Ada ", ä: "", "10": "x", "2": "y" });
});

test("the order of names makes no difference", () => {
  expect(attributesText({ b: "1", a: "2", c: "3" })).toBe(attributesText({ c: "3", b: "1", a: "2" }));
});

test("what is no name at all is left out", () => {
  expect(attributesInput.parse(JSON.parse('{"__proto__":"x"}'))).toEqual({});
});
