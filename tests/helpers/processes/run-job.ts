import { openDatabase } from "../../../db/client.ts";
import { deleteIdleCarts } from "../../../server/modules/cart/delete-idle-carts.ts";
import { systemContext } from "../../../server/system-context.ts";

/** Waits for a word on standard input, so that several begin at once, and prints how much of the work was this process's. */
const [path = "", name = ""] = process.argv.slice(2);
const { db } = openDatabase({ url: `file:${path}` });
const ctx = systemContext(db);

const jobs: Record<string, () => Promise<number>> = {
  "delete-idle-carts": () => rounds(async () => (await deleteIdleCarts(ctx)).deleted),
};

/** Goes on until there is nothing left to do. */
async function rounds(round: () => Promise<number>): Promise<number> {
  let done = 0;
  for (let last = await round(); last > 0; last = await round()) done += last;
  return done;
}

process.stdout.write("ready\n");
await Bun.stdin.text();
process.stdout.write(String(await jobs[name]?.()));
