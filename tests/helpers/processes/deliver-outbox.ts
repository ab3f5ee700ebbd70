import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "../../../db/client.ts";
import { systemClock } from "../../../server/infra/clock.ts";
import { nameOf, newWorker, readOutbox } from "../outbox.ts";

/**
 * Delivers what is in the outbox of the database given until nothing is left that it may take up: that it was handed an event
 * is a line in `handed`, the event's effect a file of its name. After so many events it says so and hangs in the next one.
 */
const [url = "", folder = "", hangsAfter = "Infinity"] = process.argv.slice(2);
const { db } = openDatabase({ url });
let handed = 0;
const worker = await newWorker({
  db,
  clock: systemClock,
  async handle(_, event) {
    const name = nameOf(event);
    appendFileSync(join(folder, "handed"), `${name}\n`);
    writeFileSync(join(folder, `effect-${name}`), "");
    handed += 1;
    if (handed <= Number(hangsAfter)) return;
    process.stdout.write("hanging\n");
    setInterval(() => {}, 1_000); // a promise that never resolves keeps no process alive
    await new Promise(() => {});
  },
});

/** Whether the first event of any subject can be taken up: those behind it go with it. */
async function isDue(): Promise<boolean> {
  const firsts = new Map((await readOutbox(db)).toReversed().map((event) => [event.subjectId, event]));
  return [...firsts.values()].some(({ availableAt }) => availableAt <= systemClock.now());
}

while (await isDue()) await worker.runDue();
