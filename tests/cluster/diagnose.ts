import { openDatabase } from "../../db/client.ts";
import type { Cluster } from "./cluster.ts";

/** In milliseconds: who has the write lock and does nothing with it, loses it to somebody else after half of that. */
const patience = 10_000;

/** What the parts say for themselves, for whoever looks for the one that failed. */
export async function diagnose({ primary, regions }: Cluster): Promise<string> {
  return [
    `The primary ${await howItWrites(primary.url)}, and said: ${await primary.output()}`,
    ...regions.map(({ name, output }) => `The instance in ${name} said: ${output().slice(-1_000)}`),
  ].join("\n");
}

/** Without anything in between. */
async function howItWrites(url: string): Promise<string> {
  const { client } = openDatabase({ url, deadlineMs: patience });
  try {
    const transaction = await client.transaction("write");
    await transaction.execute("update markets set code = code");
    await transaction.rollback();
    return "takes writes";
  } catch (error) {
    return `takes no writes (${String(error)})`;
  } finally {
    client.close();
  }
}
