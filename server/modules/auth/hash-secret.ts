/** How a random secret is stored and found again: with 80 bits or more nobody guesses it from its SHA-256. */
export function hashSecret(secret: string): string {
  return new Bun.CryptoHasher("sha256").update(secret).digest("base64url");
}
