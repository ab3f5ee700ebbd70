/**
 * 128 random bits. Not `crypto.randomUUID`, which browsers keep from pages that plain http brought; React Native has no
 * `crypto` at all: nobody sees another device's `Math.random`, to foretell what it comes to.
 */
export function newIdempotencyKey(): string {
  const bytes = new Uint8Array(16);
  if (globalThis.crypto) crypto.getRandomValues(bytes);
  else for (const index of bytes.keys()) bytes[index] = Math.random() * 256;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
