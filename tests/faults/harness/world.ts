import { createClient, type Fetch, type ShopClient } from "../../../client-sdk/src/index.ts";
import { openDatabase } from "../../../db/client.ts";
import { permissions } from "../../../db/enums.ts";
import { newProduct } from "../../../testing/products.ts";
import { newKey } from "../../helpers/world.ts";
import { Acknowledged } from "./acknowledged.ts";

/** What a shop begins with: some things run out, one may be sold without being there, one is not counted. */
const stock = [
  { onHand: 60 },
  { onHand: 60 },
  { onHand: 20 },
  { onHand: 5, policy: "backorder" },
  { onHand: 0, policy: "untracked" },
] as const;

/** How many of the newest orders are worked on: the others are as good as done. */
export const recent = 40;

/** An order as whoever works on it finds it. */
export interface Placed {
  id: string;
  /** Null for what staff placed in exchange: its buyer has it by mail. */
  accessToken: string | null;
}

export interface FaultyWorld {
  url: string;
  variantIds: readonly string[];
  apiKey: string;
  /** Those that were acknowledged, the oldest first. */
  orders: Placed[];
  /** The ids of those whose deadline came while they waited for their payment. */
  overdue: Set<string>;
  acknowledged: Acknowledged;
}

/** Gives a new shop's database something to sell, and a key for those who run the shop. */
export async function newFaultyWorld(url: string): Promise<FaultyWorld> {
  const { client, db } = openDatabase({ url });
  const variantIds: string[] = [];
  for (const traits of stock) variantIds.push((await newProduct(db, traits)).variantId);
  const { key: apiKey } = await newKey({ db }, permissions);
  client.close();
  return { url, variantIds, apiKey, orders: [], overdue: new Set(), acknowledged: new Acknowledged() };
}

/** A world with a server that is there now and then. */
export interface OpenWorld extends FaultyWorld {
  buyer: ShopClient;
  staff: ShopClient;
  /** Ends the work, once what has begun is done. */
  signal: AbortSignal;
}

/** With clients that do not ask again by themselves. */
export function openWorld(world: FaultyWorld, url: string, signal: AbortSignal, fetch?: Fetch): OpenWorld {
  const headers = { authorization: `Bearer ${world.apiKey}` };
  const buyer = createClient({ url, retry: 0, fetch });
  return { ...world, buyer, staff: createClient({ url, retry: 0, fetch, headers }), signal };
}
