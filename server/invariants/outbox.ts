import type { Subject } from "./subject.ts";

export const outboxSubjects: readonly Subject[] = [
  {
    table: "outbox",
    key: ["id"],
    invariants: {
      "an event of an order is of one that there is": `
        topic not like 'order.%' or exists (select 1 from orders o where o.id = subject_id)`,
      "an event that was given up was tried, and says why": `
        dead_at is null or (attempts > 0 and last_error is not null)`,
    },
  },
];
