import { invalidRequest } from "./failure.ts";
import { listPage } from "./list.ts";
import type { World } from "./world.ts";

interface StripeObject {
  object: string;
  id?: string;
  [name: string]: unknown;
}

/** Which ids of an object can be asked for as the object itself. */
const expandable: Record<string, readonly string[]> = {
  payment_intent: ["customer", "latest_charge", "payment_method"],
  charge: ["balance_transaction", "customer", "failure_balance_transaction", "payment_intent"],
  refund: ["balance_transaction", "charge", "failure_balance_transaction", "payment_intent"],
  dispute: ["charge", "payment_intent"],
  balance_transaction: ["source"],
  payout: ["balance_transaction"],
  "checkout.session": ["payment_intent"],
};

const deepest = 4;

/** The object with what was asked for in place of its ids. */
export function expand<T extends object>(world: World, object: T, paths: readonly string[] = []): T {
  for (const path of paths) {
    if (path.split(".").length > deepest) {
      throw invalidRequest(`You cannot expand more than ${deepest} levels of a property.`, {
        param: "expand",
      });
    }
  }
  return paths.reduce((expanded, path) => expandPath(world, expanded, path.split("."), path) as T, object);
}

function expandPath(world: World, value: unknown, keys: readonly string[], path: string): unknown {
  const [key, ...rest] = keys;
  if (key === undefined || value === null || value === undefined) return value;
  if (Array.isArray(value)) return value.map((each) => expandPath(world, each, keys, path));
  if (!isObject(value)) throw notExpandable(path);
  if (value.object === "list" && key === "data") {
    return { ...value, data: expandPath(world, value["data"], rest, path) };
  }
  return { ...value, [key]: expandPath(world, expandOne(world, value, key, path), rest, path) };
}

function expandOne(world: World, from: StripeObject, key: string, path: string): unknown {
  const included = includedList(world, from, key);
  if (included) return included;
  const value = from[key];
  if (!expandable[from.object]?.includes(key)) throw notExpandable(path);
  return typeof value === "string" ? objectOf(world, value) : value;
}

/** The lists that an object has when it is asked for them. */
function includedList(world: World, { object, id = "" }: StripeObject, key: string): unknown {
  if (object === "charge" && key === "refunds") {
    const refunds = world.refunds.all().filter(({ charge }) => charge === id);
    return listPage(`/v1/charges/${id}/refunds`, refunds, {});
  }
  if (object === "checkout.session" && key === "line_items") {
    const url = `/v1/checkout/sessions/${id}/line_items`;
    return { object: "list", url, has_more: false, data: world.lineItems.get(id) };
  }
  return undefined;
}

function objectOf(world: World, id: string): unknown {
  const tables = [
    world.intents,
    world.charges,
    world.refunds,
    world.disputes,
    world.transactions,
    world.payouts,
    world.paymentMethods,
  ];
  return tables.map((table) => table.find(id)).find((found) => found !== undefined) ?? id;
}

const isObject = (value: unknown): value is StripeObject => typeof value === "object" && value !== null;

const notExpandable = (path: string) =>
  invalidRequest(`This property cannot be expanded (${path}).`, { param: "expand" });
