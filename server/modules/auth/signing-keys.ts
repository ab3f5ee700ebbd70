import { desc, inArray, not } from "drizzle-orm";
import { exportJWK, exportPKCS8, generateKeyPair } from "jose";
import { signingKeys } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { isNextDue, publishedOf, signerOf } from "./key-rotation.ts";

type SigningKey = typeof signingKeys.$inferSelect;

/** The public half of a key, as RFC 7517 writes it. */
export interface PublicKey {
  kty: "OKP";
  crv: "Ed25519";
  x: string;
  kid: string;
  alg: "EdDSA";
  use: "sig";
}

/** The key to sign with now, in PKCS #8. */
export async function currentKey(ctx: ServiceContext): Promise<{ id: string; privateKey: string }> {
  const key = signerOf(await preparedKeys(ctx), ctx.clock.now());
  if (!key) throw new Error("There is no signing key");
  return { id: key.id, privateKey: await ctx.vault.open(key.privateKey, placeOf(key.id)) };
}

/**
 * Every key whose tokens may be valid, now or soon, for those who verify them (RFC 7517). A shop's first is made for
 * them too, so that no copy of the list is without it.
 */
export async function publicKeys(ctx: ServiceContext): Promise<PublicKey[]> {
  const keys = publishedOf(await preparedKeys(ctx), ctx.clock.now());
  return keys.map(({ id, publicKey }) => ({ ...publicKey, kid: id, alg: "EdDSA", use: "sig" }));
}

/** The keys, the newest first, after the next was made if it was due: by one of those who ask at once. */
async function preparedKeys(ctx: ServiceContext): Promise<SigningKey[]> {
  const known = await listKeys(ctx);
  if (!isNextDue(known, ctx.clock.now())) return known;
  const made = await makeKey(ctx);
  return transact(ctx, async (tx) => {
    const meanwhile = await listKeys(tx);
    if (!isNextDue(meanwhile, tx.clock.now())) return meanwhile;
    const kept = publishedOf([made, ...meanwhile], tx.clock.now());
    const ids = kept.map(({ id }) => id);
    await tx.db.delete(signingKeys).where(not(inArray(signingKeys.id, ids)));
    await tx.db.insert(signingKeys).values(made);
    return kept;
  });
}

function listKeys({ db }: ServiceContext): Promise<SigningKey[]> {
  return db.select().from(signingKeys).orderBy(desc(signingKeys.createdAt));
}

async function makeKey({ vault, clock }: ServiceContext): Promise<SigningKey> {
  const id = crypto.randomUUID();
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const { x = "" } = await exportJWK(publicKey);
  return {
    id,
    publicKey: { kty: "OKP", crv: "Ed25519", x },
    privateKey: await vault.seal(await exportPKCS8(privateKey), placeOf(id)),
    createdAt: clock.now(),
  };
}

/** Where a private key is stored, as the vault knows it. */
function placeOf(id: string): string {
  return `signing-key ${id}`;
}
