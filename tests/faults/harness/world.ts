import { createClient, type ShopClient } from "../../../client-sdk/src/index.ts";
import { openDatabase } from "../../../db/client.ts";
import { permissions } from "../../../db/enums.ts";
import { newDatabaseFile } from "../../helpers/database.ts";
import { newProduct } from "../../helpers/factories.ts";
import { newKey } from "../../helpers/world.ts";

/** What a shop begins with: some things run out, one may be sold without being there, one is not counted. */
const stock = [
  { onHand: 60 },
  { onHand: 60 },
  { onHand: 20 },
  { onHand: 5, policy: "backorder" },
  { onHand: 0, policy: "untracked" },
] as const;

export interface FaultyWorld {
  path: string;
  variantIds: string[];
  apiKey: string;
}

/** A database with something to sell, and a key for those who run the shop. */
export async function newFaultyWorld(): Promise<FaultyWorld> {
  const path = await newDatabaseFile();
  const { client, db } = openDatabase({ url: `file:${path}` });
  const variantIds: string[] = [];
  for (const traits of stock) variantIds.push((await newProduct(db, traits)).variantId);
  const { key } = await newKey({ db }, permissions);
  client.close();
  return { path, variantIds, apiKey: key };
}

/** Clients that tell of every answer that did not come, instead of asking again by themselves. */
export function clientsOf(url: string, { apiKey }: FaultyWorld): { buyer: ShopClient; staff: ShopClient } {
  const headers = { authorization: `Bearer ${apiKey}` };
  return { buyer: createClient({ url, retries: 0 }), staff: createClient({ url, retries: 0, headers }) };
}
