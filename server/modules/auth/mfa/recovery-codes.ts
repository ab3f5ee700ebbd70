import { Secret } from "otpauth";

const count = 10;

/** Each has 80 random bits, so that its hash can be fast: `7KQ2-MXPA-…` in base32. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: count }, () => new Secret({ size: 10 }).base32.replace(/.{4}(?=.)/g, "$&-"));
}
