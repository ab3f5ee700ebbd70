import { openDatabase } from "../../../db/client.ts";
import { brokenInvariants } from "../../helpers/invariants.ts";
import type { FaultyWorld } from "./world.ts";

/**
 * Looks whether all adds up and all that was acknowledged is there; once all is quiet, there is nothing either of which
 * nobody was told. @throws with what it found
 */
export async function check(
  { url, acknowledged }: FaultyWorld,
  { isQuiet = false }: { isQuiet?: boolean } = {},
): Promise<void> {
  const { client, db } = openDatabase({ url });
  try {
    const broken = await brokenInvariants(db);
    const lost = await acknowledged.lost(db);
    const untold = isQuiet ? await acknowledged.untold(db) : [];
    if (broken.length + lost.length + untold.length === 0) return;
    throw new Error(JSON.stringify({ broken, lost, untold }, null, 2));
  } finally {
    client.close();
  }
}
