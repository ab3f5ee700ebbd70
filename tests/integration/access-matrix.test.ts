import { describe, expect, test } from "bun:test";
import { type Connection, connect } from "../../client-sdk/src/connect.ts";
import { isShopError, memorySession, type ShopErrorCode } from "../../client-sdk/src/index.ts";
import { permissions } from "../../db/enums.ts";
import type { Access, ProcedureMeta } from "../../server/trpc/meta.ts";
import { procedures } from "../../server/trpc/root.ts";
import type { TestShop } from "../../testing/shop.ts";
import { newRole } from "../../testing/staff.ts";
import { readTables } from "../helpers/dump.ts";
import { askers, keyRulings, nameFields, type ProcedurePath, validInputs } from "../helpers/valid-inputs.ts";
import {
  changed,
  copyOf,
  deadTokens,
  newKey,
  newStaffToken,
  newWorld,
  type Person,
} from "../helpers/world.ts";

const world = await newWorld();

// Sound: the compiler asks for an input of every path, and of no other.
const paths = Object.keys(validInputs) as ProcedurePath[];

/** Queries that are written down in the audit log. */
const notedQueries = new Set<ProcedurePath>(["account.exportData"]);

/** Ids of what is nobody's own, in customers' inputs. */
const sharedIds = new Set(["variantId", "shippingOptionId", "vatId"]);

function accessOf(path: ProcedurePath): Access {
  // Sound: every procedure is built on ours, whose metadata this is.
  const meta = procedures[path]?._def.meta as ProcedureMeta | undefined;
  if (!meta?.access) throw new Error(`${path} does not say who may call it`);
  return meta.access;
}

/** The one that a procedure for staff asks for. */
const permissionOf = (path: ProcedurePath) =>
  permissions.filter((permission) => accessOf(path) === `staff:${permission}`);

const isForStaff = (path: ProcedurePath) => accessOf(path).startsWith("staff:");

const typeOf = (path: ProcedurePath) => procedures[path]?._def.type;
const kindOf = (path: ProcedurePath) => (typeOf(path) === "mutation" ? "mutation" : "query");

/** What a call comes to: the code of its refusal, or "answered". */
type Outcome = ShopErrorCode | "answered";

async function outcomeOf(
  { app }: TestShop,
  { path, input, token }: { path: ProcedurePath; input: unknown; token?: string | undefined },
): Promise<Outcome> {
  const connection = connect({
    url: "http://shop.test",
    fetch: (url, init) => app(new Request(url, init)),
    session: memorySession(token),
    retry: 0,
  });
  if (typeOf(path) === "subscription") return begin(connection, path, input);
  const { call } = connection;
  try {
    await call({ kind: kindOf(path), path, input });
    return "answered";
  } catch (error) {
    if (isShopError(error)) return error.code;
    throw error;
  }
}

/** What a subscription comes to, of which the first event is an answer. */
function begin({ subscribe }: Connection, path: ProcedurePath, input: unknown): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const onData = () => resolve("answered");
  const { unsubscribe } = subscribe(path, input, {
    onData,
    onError: ({ code }) => resolve(code),
  });
  return promise.finally(unsubscribe);
}

interface Stranger {
  who: string;
  token: string | undefined;
  outcome: ShopErrorCode;
}

/** Whoever may not call a procedure of that access, and what they are to be told. */
async function strangersTo(shop: TestShop, access: Access): Promise<Stranger[]> {
  const { alice, bob, owner, serverKey } = world;
  const told = (outcome: ShopErrorCode, tokens: Record<string, string | undefined>): Stranger[] =>
    Object.entries(tokens).map(([who, token]) => ({ who, token, outcome }));
  const unknown = {
    nobody: undefined,
    "a session of who is blocked": world.blockedToken,
    "an expired API key": world.expiredKey.key,
    "a revoked API key": world.revokedKey.key,
    "a forged API key": changed(serverKey.key),
    "a truncated API key": serverKey.key.slice(0, -1),
  };
  const deadOfAlice = await deadTokens(shop, alice.customerId);
  const anyKey = { "an API key": serverKey.key };

  if (access === "customer") return told("UNAUTHENTICATED", { ...unknown, ...deadOfAlice, ...anyKey });
  if (access === "cart" || access === "order") {
    const others = { "another customer": bob.token, "the owner of the shop": owner.token };
    return told("NOT_FOUND", { ...unknown, ...deadOfAlice, ...anyKey, ...others });
  }
  const allOthers = permissions.filter((permission) => access !== `staff:${permission}`);
  const deadOfOwner = await deadTokens(shop, owner.customer.id);
  return [
    ...told("UNAUTHENTICATED", { ...unknown, ...deadOfOwner }),
    ...told("FORBIDDEN", {
      "a customer": alice.token,
      "staff with every other permission": await newStaffToken(shop, await newRole(shop, allOthers)),
      "an API key with every other scope": (await newKey(shop, allOthers)).key,
    }),
  ];
}

/** An input with each of its ids as `change` makes it of the id and of where it stands: `id`, `prices.0.variantId`. */
function mapIds(
  path: ProcedurePath,
  value: unknown,
  change: (id: string, place: string) => unknown,
  steps: readonly string[] = [],
): unknown {
  if (typeof value === "string") return namesSomething(path, steps) ? change(value, steps.join(".")) : value;
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  const mapped = Object.entries(value).map(
    ([step, inner]) => [step, mapIds(path, inner, change, [...steps, step])] as const,
  );
  return Array.isArray(value) ? mapped.map(([, inner]) => inner) : Object.fromEntries(mapped);
}

/** Whether what stands there names what the procedure is about: for customers, what is their own. */
function namesSomething(path: ProcedurePath, steps: readonly string[]): boolean {
  const field = steps.findLast((step) => !/^\d+$/.test(step)) ?? "";
  if (field === nameFields[path]) return true;
  return /^ids?$|Id$/.test(field) && (isForStaff(path) || !sharedIds.has(field));
}

/** The ids in the input of that person, by where they stand. */
function idsOf(path: ProcedurePath, me: Person): Map<string, string> {
  const ids = new Map<string, string>();
  mapIds(path, inputOf(path, me), (id, place) => ids.set(place, id));
  return ids;
}

const inputOf = (path: ProcedurePath, me: Person) => validInputs[path](world, me);

describe("the access matrix", () => {
  test("holds every procedure", () => {
    expect<string[]>(paths.toSorted()).toEqual(Object.keys(procedures).toSorted());
  });

  test("leaves to anybody what is meant for anybody, and nothing else", () => {
    expect(paths.filter((path) => accessOf(path) === "public").toSorted()).toEqual([
      "auth.acceptInvitation",
      "auth.login",
      "auth.logout",
      "auth.me",
      "auth.mfa.challenge",
      "auth.oauth.providers",
      "auth.register",
      "auth.requestPasswordReset",
      "auth.resendVerification",
      "auth.resetPassword",
      "auth.verifyEmail",
      "cart.create",
      "catalog.categories",
      "catalog.category",
      "catalog.markets",
      "catalog.product",
      "catalog.products",
      "catalog.related",
      "catalog.suggest",
      "order.lookup",
      "payment.providers",
    ]);
  });

  test("asks staff for the permission to read where they read, and for another where they change something", () => {
    for (const path of paths.filter(isForStaff)) {
      expect([path, accessOf(path).endsWith(":read")]).toEqual([path, kindOf(path) === "query"]);
    }
  });
});

describe("whom it is not for, and nothing changes:", () => {
  test.each(paths.filter((path) => accessOf(path) !== "public"))("%s refuses", async (path) => {
    const shop = await copyOf(world);
    const strangers = await strangersTo(shop, accessOf(path));
    const before = await readTables(shop);
    const input = inputOf(path, world.alice);
    for (const stranger of strangers) {
      const outcome: Outcome = await outcomeOf(shop, { path, input, token: stranger.token });
      expect<object>({ ...stranger, outcome }).toEqual(stranger);
    }
    expect(await readTables(shop)).toEqual(before);
  });

  test.each(paths.filter(isForStaff))(
    "%s refuses staff without a second factor where it is asked for",
    async (path) => {
      const shop = await copyOf(world, { staffNeedSecondFactor: true });
      const before = await readTables(shop);
      const call = { path, input: inputOf(path, world.alice), token: world.owner.token };
      expect(await outcomeOf(shop, call)).toBe("MFA_ENROLLMENT_REQUIRED");
      expect(await readTables(shop)).toEqual(before);
    },
  );
});

describe("whom it is for:", () => {
  test.each(paths)("%s takes the same input", async (path) => {
    const { alice, owner } = world;
    const access = accessOf(path);
    const token = access === "public" ? undefined : isForStaff(path) ? owner.token : alice.token;
    const shop = await copyOf(world);
    const before = await readTables(shop);
    const call = { path, input: inputOf(path, alice), token: askers[path]?.(world) ?? token };
    expect(await outcomeOf(shop, call)).toBe("answered");
    if (access === "public") return; // which may be to do nothing
    const untouched = Bun.deepEquals(await readTables(shop), before);
    expect(untouched).toBe(kindOf(path) === "query" && !notedQueries.has(path));
  });

  test.each(paths.filter(isForStaff))("%s takes it from an API key with just that scope", async (path) => {
    const shop = await copyOf(world);
    const { key: token } = await newKey(shop, permissionOf(path));
    const outcome = await outcomeOf(shop, { path, input: inputOf(path, world.alice), token });
    expect(outcome).toBe(keyRulings[path] ?? "answered");
  });
});

describe("of what is not there, or somebody else's, is nothing to be had, and nothing changes:", () => {
  const named = paths
    .filter((path) => accessOf(path) !== "public")
    .flatMap((path) => [...idsOf(path, world.bob).keys()].map((place) => [path, place] as const));

  test.each(named)("%s by %s", async (path, place) => {
    const [mine, theirs] = [idsOf(path, world.bob).get(place), idsOf(path, world.alice).get(place)];
    const shop = await copyOf(world);
    const before = await readTables(shop);
    const token = isForStaff(path) ? world.owner.token : world.bob.token;
    const put = (other: unknown) => {
      const input = mapIds(path, inputOf(path, world.bob), (id, at) => (at === place ? other : id));
      return outcomeOf(shop, { path, input, token });
    };
    expect(await put("id_of_nothing")).toBe("NOT_FOUND");
    if (!isForStaff(path)) {
      expect(theirs).not.toBe(mine); // or it is not known to be somebody's
      expect(await put(theirs)).toBe("NOT_FOUND");
    }
    expect(await readTables(shop)).toEqual(before);
  });
});
