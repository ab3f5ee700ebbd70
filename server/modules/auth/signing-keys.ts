import { desc, gt } from "drizzle-orm";
import { exportJWK, exportPKCS8, generateKeyPair } from "jose";
import { signingKeys } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";

const day = 24 * 60 * 60 * 1000;

/** In milliseconds: how long a key signs before a new one takes over. */
const signsFor = 30 * day;

/** In milliseconds: how long its tokens can be verified; every one it signed has expired long before. */
const verifiesFor = signsFor + day;

export type SigningKey = typeof signingKeys.$inferSelect;

/** The public half of a key, as RFC 7517 writes it. */
export interface PublicKey {
  kty: "OKP";
  crv: "Ed25519";
  x: string;
  kid: string;
  alg: "EdDSA";
  use: "sig";
}

/** The key to sign with now; makes one when there is none or the last has signed long enough. */
export async function currentKey({ db, clock }: Pick<ServiceContext, "db" | "clock">): Promise<SigningKey> {
  const now = clock.now();
  const [newest] = await db
    .select()
    .from(signingKeys)
    .where(gt(signingKeys.createdAt, new Date(now.getTime() - signsFor)))
    .orderBy(desc(signingKeys.createdAt))
    .limit(1);
  if (newest) return newest;
  const made = await makeKey(now);
  await db.insert(signingKeys).values(made); // another process may make one too: both verify
  return made;
}

/** Every key whose tokens may still be valid, for those who verify them (RFC 7517). */
export async function publicKeys({ db, clock }: Pick<ServiceContext, "db" | "clock">): Promise<PublicKey[]> {
  const since = new Date(clock.now().getTime() - verifiesFor);
  const keys = await db
    .select({ id: signingKeys.id, publicKey: signingKeys.publicKey })
    .from(signingKeys)
    .where(gt(signingKeys.createdAt, since))
    .orderBy(desc(signingKeys.createdAt));
  return keys.map(({ id, publicKey }) => ({ ...publicKey, kid: id, alg: "EdDSA", use: "sig" }));
}

async function makeKey(createdAt: Date): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const { x = "" } = await exportJWK(publicKey);
  return {
    id: crypto.randomUUID(),
    publicKey: { kty: "OKP", crv: "Ed25519", x },
    privateKey: await exportPKCS8(privateKey),
    createdAt,
  };
}
