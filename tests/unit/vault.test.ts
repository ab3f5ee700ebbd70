import { expect, test } from "bun:test";
import fc from "fast-check";
import { createVault } from "../../server/infra/vault.ts";

const key = (byte: number) => new Uint8Array(32).fill(byte);
const vault = createVault([key(1)]);

test("what was sealed opens in its place, and looks different each time", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.string(), async (text, place) => {
      const [one, other] = [await vault.seal(text, place), await vault.seal(text, place)];
      expect(one).toMatch(/^sealed:[\w-]{8}:[\w-]+$/);
      expect(one).not.toBe(other);
      expect(await vault.open(one, place)).toBe(text);
    }),
    { numRuns: 50 },
  );
});

test("what was sealed for one place opens in no other", async () => {
  const sealed = await vault.seal("secret", "totp cus_1");
  for (const place of ["totp cus_2", "signing-key cus_1", ""]) {
    await expect(vault.open(sealed, place)).rejects.toThrow();
  }
});

test("a character that was changed is noticed, whichever it was", async () => {
  // Of a length whose base64 has no bits to spare.
  const sealed = await vault.seal("a secret", "here");
  for (let i = "sealed:".length; i < sealed.length; i++) {
    const changed = sealed.slice(0, i) + (sealed[i] === "A" ? "B" : "A") + sealed.slice(i + 1);
    await expect(vault.open(changed, "here")).rejects.toThrow();
  }
  await expect(vault.open("sealed:", "here")).rejects.toThrow();
});

test("a new key seals and the old ones open, until they are taken away", async () => {
  const before = await vault.seal("secret", "here");
  const both = createVault([key(2), key(1)]);
  expect(await both.open(before, "here")).toBe("secret");
  const after = await both.seal("secret", "here");
  const alone = createVault([key(2)]);
  expect(await alone.open(after, "here")).toBe("secret");
  await expect(alone.open(before, "here")).rejects.toThrow("ENCRYPTION_KEYS");
});

test("without a key texts stay as they are, and stay readable when there is one", async () => {
  const stored = await createVault([]).seal("secret", "here");
  expect(stored).toBe("secret");
  expect(await vault.open(stored, "here")).toBe("secret");
});
