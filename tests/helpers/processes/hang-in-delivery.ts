import { openDatabase } from "../../../db/client.ts";
import { systemClock } from "../../../server/infra/clock.ts";
import { newWorker } from "../outbox.ts";

/** Takes up what is due in the outbox of the file given, says so and never ends delivering it. */
const { db } = openDatabase({ url: `file:${process.argv[2]}` });
const worker = await newWorker({
  db,
  clock: systemClock,
  handle: () => {
    process.stdout.write("delivering\n");
    return new Promise(() => {});
  },
});
setInterval(() => {}, 1_000); // a promise that never resolves keeps no process alive
await worker.runDue();
