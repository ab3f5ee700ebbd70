import { eq } from "drizzle-orm";
import type { ShopClient } from "../../client-sdk/src/index.ts";
import { openDatabase } from "../../db/client.ts";
import { type Permission, permissions } from "../../db/enums.ts";
import {
  apiKeys,
  attributes,
  categories,
  customers,
  identities,
  invitations,
  markets,
  payouts,
  sessions,
  staff,
} from "../../db/schema/index.ts";
import { transact } from "../../db/transaction.ts";
import { newId, randomToken } from "../../server/core/ids.ts";
import type { Deps } from "../../server/deps.ts";
import { systemClock } from "../../server/infra/clock.ts";
import { newApiKey } from "../../server/modules/auth/api-keys.ts";
import { hashSecret } from "../../server/modules/auth/hash-secret.ts";
import { startSession } from "../../server/modules/auth/sessions.ts";
import { fulfillLines } from "../../server/modules/order/fulfill-lines.ts";
import { loadOrder } from "../../server/modules/order/load-order.ts";
import { syncPayment } from "../../server/modules/order/payment/sync-payment.ts";
import { moveReturn } from "../../server/modules/order/returns/move-return.ts";
import { allUnits } from "../../server/modules/order/units.ts";
import { systemContext } from "../../server/system-context.ts";
import { address, readyCart } from "../../testing/carts.ts";
import { newCustomer, newEmail, password } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { newPromotion } from "../../testing/promotions.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newRole, newStaff, newStaffAccount } from "../../testing/staff.ts";
import { newDeliveredOrder } from "./after-sale.ts";
import { challengeOf, newAuthenticator, newGuardedCustomer } from "./authenticator.ts";
import { mailedToken } from "./customers.ts";
import { copyDatabase, newDatabaseUrl } from "./database.ts";

export type World = Awaited<ReturnType<typeof newWorld>>;
export type Person = Awaited<ReturnType<typeof newPerson>>;

const day = 24 * 60 * 60 * 1000;

/** A shop in which there is something of everything, to be copied: each copy is a shop of its own. */
export async function newWorld() {
  const url = await newDatabaseUrl();
  const shop = await createTestShop({ database: openDatabase({ url }) });
  const product = await newProduct(shop.db);
  const [couponCode, takenCode] = ["WELCOME", "SPRING"];
  for (const code of [couponCode, takenCode]) await newPromotion(shop.db, { codes: [code] });
  const world = {
    url,
    ...product,
    couponCode,
    takenCode,
    ...(await newVocabulary(shop)),
    /** Two customers who have the same of everything. */
    alice: await newPerson(shop, product.variantId, takenCode),
    bob: await newPerson(shop, product.variantId, takenCode),
    owner: await newStaff(shop),
    /** Another member of staff, with a role that allows nothing. */
    packerId: await idOf(shop, await newStaffAccount(shop, await newRole(shop, []))),
    /** A role that nobody has, which allows nothing, so that whoever may give roles may give it. */
    unusedRole: await newRole(shop, []),
    serverKey: await newKey(shop, permissions),
    spareKey: await newKey(shop, ["catalog:read"]),
    expiredKey: await newKey(shop, permissions, { expiresAt: new Date(Date.now() - 1) }),
    revokedKey: await newKey(shop, permissions, { revokedAt: new Date() }),
    payoutId: await newPayout(shop),
    blockedToken: await newBlockedToken(shop),
    openInvitation: await newInvitation(shop),
    ...(await newMailTokens(shop)),
    ...(await newFactors(shop)),
  };
  shop.database.client.close(); // the log goes back into the file
  return world;
}

async function newPayout({ db }: TestShop): Promise<string> {
  const payout = {
    id: newId("pout"),
    provider: "stripe",
    reference: "po_1",
    amount: 0,
    currency: "EUR",
  } as const;
  await db.insert(payouts).values({ ...payout, arrivesAt: new Date(), createdAt: new Date() });
  return payout.id;
}

/** The world as it was made, for one test to change. */
export async function copyOf({ url }: World, overrides: Partial<Deps> = {}): Promise<TestShop> {
  const database = openDatabase({ url: await copyDatabase(url) });
  return createTestShop({ database, ...overrides });
}

/** A customer with two devices, an address, a link to a provider, a cart with a code that can be ordered, an order, one that is being sent, one whose money is held and one of which returns are. */
async function newPerson(shop: TestShop, variantId: string, code: string) {
  const { client, email, token, customer } = await newCustomer(shop);
  await startSession(systemContext(shop.db), customer.id);
  await newIdentity(shop, customer.id);
  const addresses = await client.account.saveAddress.mutate({ label: "Home", address });
  const lines = [{ variantId, quantity: 1 }];
  const ordered = await readyCart({ client }, lines);
  const { order } = await client.order.place.mutate({ cartId: ordered.id, provider: "manual" });
  const sending = await newSendingOrder({ client, db: shop.db }, lines);
  const { id: cartId } = await readyCart({ client }, lines);
  const cart = await client.cart.applyCoupon.mutate({ cartId, code });
  const devices = await client.auth.sessions.query();
  return {
    email,
    token,
    customerId: customer.id,
    phoneSessionId: devices.find(({ current }) => !current)?.id ?? "",
    addressId: addresses.id,
    cartId: cart.id,
    lineId: cart.lines[0]?.id ?? "",
    orderId: order.id,
    orderLineId: order.lines[0]?.id ?? "",
    ...sending,
    ...(await newHeldPayment({ client, db: shop.db }, lines)),
    returns: await newReturns(shop, client, variantId),
  };
}

/** A paid order with a fulfillment that is not on its way yet. */
async function newSendingOrder(
  { client, db }: Pick<TestShop, "client" | "db">,
  lines: readonly { variantId: string; quantity: number }[],
) {
  const { id: cartId } = await readyCart({ client }, lines);
  const { order } = await client.order.place.mutate({ cartId, provider: "manual", method: "test_card" });
  const ctx = systemContext(db);
  const state = await loadOrder(ctx, order.id);
  await transact(ctx, (tx) => fulfillLines(tx, state, allUnits(state.lines), { status: "pending" }));
  const [fulfillment] = (await loadOrder(ctx, order.id)).fulfillments;
  return { paidOrderId: order.id, fulfillmentId: fulfillment?.id ?? "" };
}

/** An order for which more came than it asked for, which staff have to decide on. */
async function newHeldPayment(
  { client, db }: Pick<TestShop, "client" | "db">,
  lines: readonly { variantId: string; quantity: number }[],
) {
  const { id: cartId } = await readyCart({ client }, lines);
  const { order, payment } = await client.order.place.mutate({
    cartId,
    provider: "manual",
    method: "bank_transfer",
  });
  const amount = payment.amount.amount + 1;
  await syncPayment(systemContext(db), payment.id, {
    reference: payment.id,
    status: "captured",
    asked: { ...payment.amount, amount },
    capturable: 0,
    captured: amount,
    declineCode: null,
    refunds: [],
    disputes: [],
    fees: [],
    capturesInParts: false,
    action: {},
  });
  return { heldOrderId: order.id, heldPaymentId: payment.id };
}

/** An order that was delivered, and a return of one of its units in every status that staff do something of. */
async function newReturns(shop: TestShop, client: ShopClient, variantId: string) {
  const { order } = await newDeliveredOrder(shop, [{ variantId, quantity: 4 }], "test_card", client);
  const lineId = order.lines[0]?.id ?? "";
  const lines = [{ lineId, quantity: 1 }];
  const request = async () =>
    (await client.order.requestReturn.mutate({ id: order.id, lines, reason: "Too small" })).id;
  const [requestedId, approvedId, receivedId] = [await request(), await request(), await request()];
  await transact(systemContext(shop.db), async (tx) => {
    await moveReturn(tx, approvedId, "approved");
    await moveReturn(tx, receivedId, "approved");
    await moveReturn(tx, receivedId, "received");
  });
  return { orderId: order.id, lineId, requestedId, approvedId, receivedId };
}

/** A category below another one, an attribute, a market and a promotion, on which nothing relies: each of them may go. */
async function newVocabulary({ db }: TestShop) {
  const [parentId, categoryId] = [newId("cat"), newId("cat")];
  const dates = { createdAt: new Date(), updatedAt: new Date() };
  const kitchen = { id: parentId, slug: "kitchen", name: "Kitchen" };
  await db.insert(categories).values([kitchen, { id: categoryId, slug: "cups", name: "Cups", parentId }]);
  await db.insert(attributes).values({ key: "material", name: "Material", type: "text", ...dates });
  await db.insert(markets).values({ code: "atlantis", name: "Atlantis", currency: "USD" });
  const { id: promotionId } = await newPromotion(db, { codes: ["SUMMER10"] });
  return {
    categoryId,
    categorySlug: "cups",
    attributeKey: "material",
    marketCode: "atlantis",
    promotionId,
    promotionCode: "SUMMER10",
  };
}

export async function idOf({ db }: TestShop, email: string): Promise<string> {
  const [customer] = await db.select({ id: customers.id }).from(customers).where(eq(customers.email, email));
  return customer?.id ?? "";
}

/** Links an account to a person of a provider. */
export async function newIdentity({ db }: Pick<TestShop, "db">, customerId: string): Promise<void> {
  const [issuer, subject] = ["https://login.example", crypto.randomUUID()];
  await db
    .insert(identities)
    .values({ issuer, subject, provider: "oidc", customerId, createdAt: new Date() });
}

/** An API key as its holder has it, and its id. */
export async function newKey(
  { db }: Pick<TestShop, "db">,
  scopes: readonly Permission[],
  traits: { expiresAt?: Date; revokedAt?: Date } = {},
) {
  const { key, hash, start } = newApiKey();
  const id = newId("key");
  const row = { id, name: "Server", hash, start, scopes: [...scopes], createdAt: new Date(), ...traits };
  await db.insert(apiKeys).values(row);
  return { id, key };
}

/** The token of a member of staff with that role. */
export async function newStaffToken(shop: TestShop, role: string): Promise<string> {
  return startSession(systemContext(shop.db), await idOf(shop, await newStaffAccount(shop, role)));
}

/** Tokens of sessions of an account that are good for nothing, by what became of each. */
export async function deadTokens({ db }: TestShop, customerId: string): Promise<Record<string, string>> {
  const ctx = systemContext(db);
  const [expired, revoked, live] = [
    await startSession(ctx, customerId),
    await startSession(ctx, customerId),
    await startSession(ctx, customerId),
  ];
  const isOf = (token: string) => eq(sessions.tokenHash, hashSecret(token));
  await db
    .update(sessions)
    .set({ expiresAt: new Date(Date.now() - 1) })
    .where(isOf(expired));
  await db.delete(sessions).where(isOf(revoked));
  return {
    "an expired session": expired,
    "a revoked session": revoked,
    "a forged session": changed(live),
    "a truncated session": live.slice(0, -1),
    "the hash of a session": hashSecret(live),
    "the id of an account": customerId,
  };
}

/** The same text but for its last character. */
export function changed(token: string): string {
  return `${token.slice(0, -1)}${token.endsWith("a") ? "b" : "a"}`;
}

async function newBlockedToken(shop: TestShop): Promise<string> {
  const id = await idOf(shop, await newStaffAccount(shop));
  const token = await startSession(systemContext(shop.db), id);
  await shop.db.update(customers).set({ status: "blocked" }).where(eq(customers.id, id));
  await shop.db.delete(staff).where(eq(staff.customerId, id));
  return token;
}

/** To a role that allows nothing, so that whoever may handle invitations may handle it. */
async function newInvitation(shop: TestShop) {
  const token = randomToken();
  const id = newId("inv");
  await shop.db.insert(invitations).values({
    id,
    email: newEmail(),
    role: await newRole(shop, []),
    tokenHash: hashSecret(token),
    createdAt: new Date(),
    expiresAt: new Date(Date.now() + day),
  });
  return { id, token };
}

/** What was mailed to two accounts: one not verified yet, one that forgot its password. */
async function newMailTokens(shop: TestShop) {
  const [email, forgetful] = [newEmail(), await newCustomer(shop)];
  await shop.client.auth.register.mutate({ email, password });
  await shop.client.auth.requestPasswordReset.mutate({ email: forgetful.email });
  return {
    verification: await mailedToken(shop, email),
    reset: await mailedToken(shop, forgetful.email),
  };
}

/** A customer with a second factor, who is half-way in on another device, and one who has not confirmed theirs yet. */
async function newFactors(shop: TestShop) {
  const guarded = await newGuardedCustomer(shop, systemClock);
  const { token, client } = await newCustomer(shop);
  const { secret } = await client.auth.mfa.enroll.mutate({ password });
  const { recoveryCodes } = guarded;
  return {
    guarded: {
      token: guarded.token,
      recoveryCode: recoveryCodes[0] ?? "",
      challengeId: await challengeOf(shop, guarded.email),
    },
    enrolling: { token, codeOf: newAuthenticator(secret, systemClock) },
  };
}
