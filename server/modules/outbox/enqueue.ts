import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { outbox } from "../../../db/schema/index.ts";
import type { Connection } from "../../../db/transaction.ts";
import type { NewEvent } from "./events.ts";
import { signalEnqueued } from "./signal.ts";

const { placeholder } = sql;

const insertEvent = prepared((db) =>
  db.insert(outbox).values({
    topic: placeholder("topic"),
    subjectId: placeholder("subjectId"),
    payload: placeholder("payload"),
    createdAt: placeholder("createdAt"),
    availableAt: placeholder("createdAt"),
  }),
);

/** The statement that enqueues an event, to be awaited or batched in the transaction of what it tells of. */
export function enqueue(db: Connection, event: NewEvent) {
  signalEnqueued();
  return insertEvent(db, { ...event });
}
