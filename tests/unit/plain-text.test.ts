import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { plainText } from "../../server/modules/catalog/plain-text.ts";

describe("the words of an HTML text", () => {
  test.each([
    ["<p>Green <b>olives</b></p>", "Green olives"],
    ["<p>One</p><p>two</p>", "One two"],
    ["<ul><li>one</li><li>two</li></ul>three", "one two three"],
    ["un<em>believ</em>able", "unbelievable"],
    ["one<br>two<br/>three", "one two three"],
    ["a <!-- hidden <b>note</b> --> b", "a b"],
    ["a<script>let x = '<p>no</p>';</script>b<STYLE>p { }</STYLE>c", "a b c"],
    ['<img src="x.jpg" alt="not words">after', "after"],
    ["  spaces \n\t and   lines ", "spaces and lines"],
    ["3 < 5 and 7 > 2", "3 < 5 and 7 > 2"],
    ["plain", "plain"],
    ["", ""],
  ])("of %p are %p", (html, words) => {
    expect(plainText(html)).toBe(words);
  });

  test.each([
    ["fish &amp; chips", "fish & chips"],
    ["&lt;p&gt;", "<p>"],
    ["caf&eacute; &Uuml;ber &ccedil;a &ntilde;", "café Über ça ñ"],
    ["it&#39;s &#x20AC;5 &euro;6", "it's €5 €6"],
    ["a&nbsp;b", "a b"],
    ["&bogus; &#0; &#x110000; R&D;", "&bogus; &#0; &#x110000; R&D;"],
  ])("decode entities: %p is %p", (html, words) => {
    expect(plainText(html)).toBe(words);
  });

  test.each(["<!-- never closed", "<script>never closed", "<b class='never closed", "a<", "</"])(
    "survive %p",
    (html) => {
      expect(() => plainText(html)).not.toThrow();
    },
  );

  test("hold no tag, whatever is between the tags", () => {
    const part = fc.constantFrom(
      "<p>",
      "</p>",
      "<b>",
      "a",
      " ",
      "<",
      ">",
      "&lt",
      ";",
      "<!--",
      "-->",
      "<script>",
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(plainText(parts.join(""))).not.toMatch(/<\/?(p|b|script)>/);
      }),
    );
  });

  test("are found in time that grows with the length alone", () => {
    for (const start of ["<!--", "<script ", "<a ", "&", "</script  ", "<b class='"]) {
      const began = performance.now();
      plainText(start.repeat(500_000 / start.length));
      expect(performance.now() - began).toBeLessThan(5_000); // a quadratic one would take minutes
    }
  });
});
