import { desc, gt, lt } from "drizzle-orm";
import { exportJWK, exportPKCS8, generateKeyPair } from "jose";
import { signingKeys } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
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
export async function currentKey(ctx: ServiceContext): Promise<SigningKey> {
  const known = await newestKey(ctx);
  if (known) return known;
  const made = await makeKey(ctx.clock.now());
  return transact(ctx, async (tx) => {
    const meanwhile = await newestKey(tx);
    if (meanwhile) return meanwhile;
    const { db, clock } = tx;
    await db
      .delete(signingKeys)
      .where(lt(signingKeys.createdAt, new Date(clock.now().getTime() - verifiesFor)));
    await db.insert(signingKeys).values(made);
    return made;
  });
}

async function newestKey({ db, clock }: ServiceContext): Promise<SigningKey | undefined> {
  const [newest] = await db
    .select()
    .from(signingKeys)
    .where(gt(signingKeys.createdAt, new Date(clock.now().getTime() - signsFor)))
    .orderBy(desc(signingKeys.createdAt))
    .limit(1);
  return newest;
}

/** Every key whose tokens may still be valid, for those who verify them (RFC 7517). */
export async function publicKeys({ db, clock }: ServiceContext): Promise<PublicKey[]> {
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
