import type { Vault } from "../core/ports.ts";

/** What was sealed begins so: `sealed:KEY:IV-AND-CIPHERTEXT`. No PEM and no base32 does. */
const mark = "sealed:";

/** In bytes: of AES-GCM's nonce, random for each text (NIST SP 800-38D, 8.2.2). */
const ivLength = 12;

const algorithm = "AES-GCM";

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Seals with the first of the keys, of 32 bytes each, and opens what any of them sealed. Without a key texts are stored
 * as they are; those that were stored so before there was one stay readable.
 */
export function createVault(keys: readonly Bytes[]): Vault {
  let imported: ReturnType<typeof importKeys> | undefined;
  const load = () => {
    imported ??= importKeys(keys);
    return imported;
  };
  return {
    async seal(text, place) {
      const [first] = await load();
      if (!first) return text;
      const [id, key] = first;
      const iv = crypto.getRandomValues(new Uint8Array(ivLength));
      const sealed = await crypto.subtle.encrypt(parameters(iv, place), key, Buffer.from(text));
      return `${mark}${id}:${Buffer.concat([iv, Buffer.from(sealed)]).toString("base64url")}`;
    },
    async open(stored, place) {
      if (!stored.startsWith(mark)) return stored;
      const [id = "", body = ""] = stored.slice(mark.length).split(":");
      const key = new Map(await load()).get(id);
      if (!key) throw new Error("ENCRYPTION_KEYS lacks the key that this was sealed with");
      const bytes = Uint8Array.from(Buffer.from(body, "base64url"));
      const iv = bytes.subarray(0, ivLength);
      const text = await crypto.subtle.decrypt(parameters(iv, place), key, bytes.subarray(ivLength));
      return Buffer.from(text).toString();
    },
  };
}

/** The place is authenticated with the text: moved to another row, it does not open. */
function parameters(iv: Bytes, place: string) {
  return { name: algorithm, iv, additionalData: Uint8Array.from(Buffer.from(place)) };
}

function importKeys(keys: readonly Bytes[]): Promise<[id: string, key: CryptoKey][]> {
  return Promise.all(
    keys.map(
      async (bytes): Promise<[string, CryptoKey]> => [
        idOf(bytes),
        await crypto.subtle.importKey("raw", bytes, algorithm, false, ["encrypt", "decrypt"]),
      ],
    ),
  );
}

/** Tells keys apart and nothing of them: they are random, and nobody finds one from its SHA-256. */
function idOf(bytes: Bytes): string {
  return new Bun.CryptoHasher("sha256").update(bytes).digest("base64url").slice(0, 8);
}
