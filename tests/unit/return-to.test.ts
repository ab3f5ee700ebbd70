import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { readReturnTo } from "../../server/http/return-to.ts";

const own = "https://shop.example";
const policy = { publicUrl: own, corsOrigins: ["https://front.example", "http://localhost:5173"] };
const read = (text: string) => readReturnTo(text, own, policy)?.href;

/** What must send nobody anywhere. */
const hostileAddresses = [
  "",
  "account",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "\t//evil.example",
  "/\n/evil.example",
  " //evil.example",
  "\u0000https://front.example/",
  "/account\r\nset-cookie: a=b",
  "https://evil.example/",
  "https://front.example.evil.example/",
  "https://front.example@evil.example/",
  "https://evil.example#@front.example",
  "https://evil.example\\@front.example/",
  "https://someone:secret@front.example/",
  "https://front.example:8443/",
  "http://front.example/",
  "https:front.example",
  "https:/front.example",
  "https:///evil.example",
  "https:evil.example",
  "//shop.example@evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "blob:https://front.example/1",
  "ftp://front.example/",
  "null",
  "https://front.example/\ud800",
];

describe("the page that a sign-in returns to", () => {
  test.each([
    ["/", "https://shop.example/"],
    ["/account?tab=1#top", "https://shop.example/account?tab=1#top"],
    ["/.//evil.example", "https://shop.example//evil.example"],
    ["/%2F/evil.example", "https://shop.example/%2F/evil.example"],
    ["https://front.example", "https://front.example/"],
    ["HTTPS://Front.Example/a/../b", "https://front.example/b"],
    ["http://localhost:5173/cart", "http://localhost:5173/cart"],
    ["https://shop.example/ä", "https://shop.example/%C3%A4"],
    ["https://front.example/?error=access_denied&page=2", "https://front.example/?page=2"],
  ])("may be %s", (text, href) => {
    expect(read(text)).toBe(href);
  });

  test.each(hostileAddresses)("is not %j", (text) => {
    expect(read(text)).toBeUndefined();
  });

  test("is not longer than a cookie can hold", () => {
    expect(read(`/${"a".repeat(1_400)}`)).toBeDefined();
    expect(read(`/${"a".repeat(1_500)}`)).toBeUndefined();
  });

  test("is of an origin that may call, whatever is asked for", () => {
    const piece = fc.constantFrom(
      ..."/ \\ // : @ # ? . %2f \t \n http https javascript front.example shop.example evil.example localhost 5173".split(
        " ",
      ),
    );
    const origins = [own, ...policy.corsOrigins];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ unit: "binary", maxLength: 2 })), { maxLength: 8 }),
        (pieces) => {
          const href = read(pieces.join(""));
          if (href !== undefined) expect(origins).toContain(new URL(href).origin);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test("is any page of this machine while developing, and no other", () => {
    const developing = { publicUrl: undefined, corsOrigins: undefined };
    const at = (text: string) => readReturnTo(text, "http://127.0.0.1:3000", developing)?.href;
    expect(at("http://localhost:4321/x")).toBe("http://localhost:4321/x");
    expect(at("http://localhost.evil.example/")).toBeUndefined();
    expect(at("https://shop.example/")).toBeUndefined();
  });
});
