import { describe, expect, test } from "bun:test";
import { readCode } from "../../server/modules/auth/mfa/read-code.ts";
import { newRecoveryCodes } from "../../server/modules/auth/mfa/recovery-codes.ts";
import { newTotpSecret, stepOfCode, totpUri } from "../../server/modules/auth/mfa/totp.ts";

/** "12345678901234567890", the secret of RFC 6238's appendix B, whose codes' last six digits these are. */
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

const at = (seconds: number) => new Date(seconds * 1000);

describe("a code of the app", () => {
  test.each([
    [59, "287082", 1],
    [1_111_111_109, "081804", 37_037_036],
    [1_111_111_111, "050471", 37_037_037],
    [1_234_567_890, "005924", 41_152_263],
    [2_000_000_000, "279037", 66_666_666],
    [20_000_000_000, "353130", 666_666_666],
  ])("at second %d is %s, of step %d", (seconds, code, step) => {
    expect(stepOfCode(secret, code, at(seconds))).toBe(step);
  });

  test.each([
    ["two steps early", 1_111_111_109 - 60, undefined],
    ["one step early", 1_111_111_109 - 30, 37_037_036],
    ["one step late", 1_111_111_109 + 30, 37_037_036],
    ["two steps late", 1_111_111_109 + 60, undefined],
  ])("that comes %s, at second %d, is of step %p", (_, seconds, step) => {
    expect(stepOfCode(secret, "081804", at(seconds))).toBe(step);
  });

  test.each(["", "08180", "0818041", "abcdef"])("is not %p", (code) => {
    expect(stepOfCode(secret, code, at(1_111_111_109))).toBeUndefined();
  });
});

test("a secret has 160 bits and is another each time", () => {
  expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(newTotpSecret());
});

test("an app reads all that it needs from the URI", () => {
  const uri = new URL(totpUri(secret, "ada+shop@example.com"));
  expect(uri.protocol).toBe("otpauth:");
  expect(decodeURIComponent(uri.pathname)).toEndWith(":ada+shop@example.com");
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({
    secret,
    algorithm: "SHA1",
    digits: "6",
    period: "30",
  });
});

test("there are ten recovery codes, of 80 bits each, all different", () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/);
});

test.each([
  ["123456", { type: "totp", code: "123456" }],
  [" 123 456\n", { type: "totp", code: "123456" }],
  ["1234567", { type: "recovery", code: "1234567" }],
  ["abcd-2345-efgh-67ij", { type: "recovery", code: "ABCD2345EFGH67IJ" }],
  ["ABCD 2345 EFGH 67IJ", { type: "recovery", code: "ABCD2345EFGH67IJ" }],
] as const)("what is typed as %p is read however it is spaced", (typed, read) => {
  expect(readCode(typed)).toEqual(read);
});
